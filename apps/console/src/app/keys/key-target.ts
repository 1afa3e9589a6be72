const TEXT =
  'input:not([type=radio], [type=checkbox], [type=button], [type=range]), textarea, select, [contenteditable]';
const PRESSED_BY_SPACE = 'button, input:not([type=range]), summary, [role=button], [role=option]';

/** Whether a key types text. */
export function isForText({ target }: Event): boolean {
  return target instanceof Element && target.closest(TEXT) !== null;
}

/** Whether a key belongs to an open dialog. */
export function isForDialog({ target }: Event): boolean {
  return target instanceof Element && target.closest('dialog[open]') !== null;
}

/** Whether the space bar presses what has the focus. */
export function isPressedBySpace({ target }: Event): boolean {
  return target instanceof Element && target.closest(PRESSED_BY_SPACE) !== null;
}
