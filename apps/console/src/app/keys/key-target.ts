const TEXT =
  'input:not([type=radio], [type=checkbox], [type=button], [type=range]), textarea, select, [contenteditable]';
const PRESSED_BY_SPACE = 'button, input:not([type=range]), summary, [role=button], [role=option]';

/** Whether a key types text. A field of a dialog that was just closed has the focus until the next frame. */
export function isForText({ target }: Event): boolean {
  return target instanceof Element && target.closest(TEXT) !== null && !target.closest('dialog:not([open])');
}

/** Whether a key was pressed in an open dialog. */
export function isForDialog({ target }: Event): boolean {
  return target instanceof Element && target.closest('dialog[open]') !== null;
}

/** Whether the space bar activates the focused element. */
export function isPressedBySpace({ target }: Event): boolean {
  return target instanceof Element && target.closest(PRESSED_BY_SPACE) !== null;
}
