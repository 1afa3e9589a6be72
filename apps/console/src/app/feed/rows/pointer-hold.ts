/** What a pointer over an element is told of. */
export interface PointerListener {
  /** Moved by hand: content that moves below a pointer at rest does not count. */
  moved: () => void;
  left: () => void;
}

/** Follows mice and pens over an element. A finger rests on nothing. Returns what ends it. */
export function followPointer(element: HTMLElement, { moved, left }: PointerListener): () => void {
  const move = ({ pointerType, movementX, movementY }: PointerEvent): void => {
    if (pointerType !== 'touch' && (movementX !== 0 || movementY !== 0)) moved();
  };
  element.addEventListener('pointermove', move, { passive: true });
  element.addEventListener('pointerleave', left);
  return () => {
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerleave', left);
  };
}
