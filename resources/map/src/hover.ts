/** The card beside the pointer: what the desk says of the units under it. */

import { element } from "./elements.ts";
import type { CardModel } from "./live.ts";

/** Resting this long on a unit asks for its card. */
const REST_MS = 140;
const OFFSET_PX = 16;

export class HoverCard {
  private readonly card = element("div", "panel card", "", { role: "status" });
  private key = "";
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly container: HTMLElement,
    private readonly fetchCard: (units: readonly number[]) => Promise<CardModel>,
  ) {
    this.card.hidden = true;
    container.append(this.card);
  }

  /** The units under the pointer, none to hide the card. */
  point(units: readonly number[], x: number, y: number): void {
    const key = units.join(",");
    if (key === this.key) return;
    this.key = key;
    clearTimeout(this.timer);
    if (units.length === 0) {
      this.card.hidden = true;
      return;
    }
    this.timer = setTimeout(() => void this.show(units, key, x, y), REST_MS);
  }

  /** Asks again for the card that is shown: its age has grown. */
  async refresh(): Promise<void> {
    if (this.card.hidden || !this.key) return;
    const key = this.key;
    const model = await this.fetchCard(key.split(",").map(Number));
    if (key === this.key) this.fill(model);
  }

  private async show(units: readonly number[], key: string, x: number, y: number): Promise<void> {
    const model = await this.fetchCard(units);
    if (key !== this.key) return;
    this.fill(model);
    this.card.hidden = false;
    const { clientWidth, clientHeight } = this.container;
    const { offsetWidth, offsetHeight } = this.card;
    const left = x + OFFSET_PX + offsetWidth > clientWidth ? x - OFFSET_PX - offsetWidth : x + OFFSET_PX;
    const top = Math.min(y + OFFSET_PX, clientHeight - offsetHeight - 8);
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(8, top))}px)`;
  }

  private fill({ title, subtitle, lines }: CardModel): void {
    const rows = element("dl", "lines");
    for (const [label, value] of lines) rows.append(element("dt", "", label), element("dd", "", value));
    this.card.replaceChildren(element("div", "title", title), element("div", "subtitle", subtitle), rows);
  }
}
