type Attributes = Readonly<Record<string, string | number | boolean>>;

/**
 * An element. String children always become text: markup cannot be injected.
 *
 * @param attributes true sets an attribute without a value, false leaves it out
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

/** A button of the panel. */
export function button(text: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = h('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', onClick);
  return made;
}

/**
 * Replaces an element's children and restores the focus to the part that had it, by its `data-key`. If that part is
 * gone, the one now in its place gets the focus, or the last one.
 */
export function replaceKeepingFocus(element: HTMLElement, ...children: readonly (Node | string)[]): void {
  const parts = () => Array.from(element.querySelectorAll<HTMLElement>('[data-key]'));
  const before = parts();
  const place = before.indexOf(document.activeElement as HTMLElement);
  element.replaceChildren(...children);
  if (place < 0) return;
  const after = parts();
  const same = after.find((part) => part.dataset.key === before[place].dataset.key);
  (same ?? after[Math.min(place, after.length - 1)])?.focus({ preventScroll: true });
}

/** An id that no other element of the page has. */
export function freshId(name: string): string {
  return `ll-${name}-${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
}
