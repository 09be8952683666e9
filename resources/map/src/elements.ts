/** Making page elements: text only ever as text. */

type Attributes = Readonly<Record<string, string>>;

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = "",
  text = "",
  attributes: Attributes = {},
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Clicks and wheel turns on it are not the map's. */
export function shield(target: HTMLElement): void {
  L.DomEvent.disableClickPropagation(target);
  L.DomEvent.disableScrollPropagation(target);
}

/** Calls at once, then at most every `everyMs`, the last call never lost. */
export function throttled<Args extends unknown[]>(everyMs: number, call: (...args: Args) => void): (...args: Args) => void {
  let waiting: Args | undefined;
  let resting = false;
  const rest = () => {
    resting = true;
    setTimeout(() => {
      resting = false;
      if (!waiting) return;
      const args = waiting;
      waiting = undefined;
      call(...args);
      rest();
    }, everyMs);
  };
  return (...args) => {
    if (resting) {
      waiting = args;
      return;
    }
    call(...args);
    rest();
  };
}
