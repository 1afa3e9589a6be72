/** Gives the focus to the page itself, where its keys begin: its `main` element. Does not scroll. */
export function focusPage(document: Document): void {
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
}
