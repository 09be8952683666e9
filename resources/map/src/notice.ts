/** Sentences in the lower left corner: what is missing on the map, and what the tool in hand waits for. */

import { element } from "./elements.ts";

export type NoticeKind = "ground" | "desk" | "empty" | "hint";

export class Notices {
  private readonly box = element("div", "notices", "", { role: "status", "aria-live": "polite" });
  private readonly shown = new Map<NoticeKind, HTMLElement>();

  constructor(container: HTMLElement) {
    container.append(this.box);
  }

  /** Shows a sentence of this kind; an empty one takes it away. */
  say(kind: NoticeKind, text: string): void {
    const old = this.shown.get(kind);
    if (old?.textContent === text) return;
    old?.remove();
    this.shown.delete(kind);
    if (!text) return;
    const made = element("div", `notice ${kind}`, text);
    this.box.append(made);
    this.shown.set(kind, made);
  }
}
