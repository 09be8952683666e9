/** The card beside the pointer: what the desk says of the units or the camera under it, and their live picture. */

import type { Desk } from "./channel.ts";
import { element } from "./elements.ts";
import { type CardModel, fetchCard } from "./live.ts";
import { NOTHING, type Under } from "./painter_protocol.ts";

/** Resting this long on a unit asks for its card. */
const REST_MS = 140;
const OFFSET_PX = 16;
const EDGE_PX = 8;

export class HoverCard {
  private readonly card = element("div", "panel card", "", { role: "status" });
  private shown: Under = NOTHING;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The desk paints a picture over the card. */
  private hasPicture = false;

  constructor(
    private readonly container: HTMLElement,
    private readonly desk: Desk,
  ) {
    this.card.hidden = true;
    this.container.append(this.card);
  }

  /** The pointer is on this; nothing hides the card. */
  rest(under: Under, point: L.Point): void {
    if (isSame(under, this.shown)) return;
    this.shown = under;
    clearTimeout(this.timer);
    this.putPicture(undefined);
    if (isSame(under, NOTHING)) this.card.hidden = true;
    else this.timer = setTimeout(() => void this.show(under, point), REST_MS);
  }

  /** Asks again for the card that is shown: its age has grown. */
  async refresh(): Promise<void> {
    if (this.card.hidden) return;
    const { shown } = this;
    const model = await fetchCard(shown);
    if (shown !== this.shown || this.card.hidden) return;
    const hadPicture = this.hasPicture;
    const slot = this.fill(model);
    if ((slot !== undefined) !== hadPicture) this.putPicture(slot);
  }

  private async show(under: Under, { x, y }: L.Point): Promise<void> {
    const model = await fetchCard(under);
    if (under !== this.shown) return;
    const slot = this.fill(model);
    this.card.hidden = false;
    const { clientWidth, clientHeight } = this.container;
    const { offsetWidth, offsetHeight } = this.card;
    const left = x + OFFSET_PX + offsetWidth > clientWidth ? x - OFFSET_PX - offsetWidth : x + OFFSET_PX;
    const top = Math.max(EDGE_PX, Math.min(y + OFFSET_PX, clientHeight - offsetHeight - EDGE_PX));
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    this.putPicture(slot);
  }

  /** The card's words; gives the room that is kept for a picture, if there is one to be had. */
  private fill({ title, subtitle, lines, picture }: CardModel): HTMLElement | undefined {
    const slot = picture ? element("div", "picture") : undefined;
    if (slot && picture) {
      slot.style.width = `${picture.width}px`;
      slot.style.height = `${picture.height}px`;
    }
    const rows = element("dl", "lines");
    for (const [label, value] of lines) rows.append(element("dt", "", label), element("dd", "", value));
    const words = [element("div", "title", title), element("div", "subtitle", subtitle), rows];
    this.card.replaceChildren(...(slot ? [slot] : []), ...words);
    return slot;
  }

  /** Tells the desk where the picture goes, or that there is none any more. */
  private putPicture(slot: HTMLElement | undefined): void {
    const { units, camera } = this.shown;
    const number = camera || units[0];
    if (slot && number !== undefined) {
      const { left, top } = slot.getBoundingClientRect();
      this.desk.show_picture(number, left, top);
    } else if (this.hasPicture) this.desk.hide_picture();
    this.hasPicture = slot !== undefined;
  }
}

const isSame = (a: Under, b: Under): boolean => a.camera === b.camera && a.units.join() === b.units.join();
