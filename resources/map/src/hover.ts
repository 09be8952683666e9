/** The card beside the pointer: what the desk says of the units or the camera under it. */

import { element, throttled } from "./elements.ts";
import { type CardModel, fetchCard } from "./live.ts";
import type { PainterClient } from "./painter_client.ts";
import { NOTHING, type Under } from "./painter_protocol.ts";
import { worldOf } from "./viewport.ts";

const LOOK_EVERY_MS = 50;
/** Resting this long on a unit asks for its card. */
const REST_MS = 140;
const OFFSET_PX = 16;
const EDGE_PX = 8;

export class HoverCard {
  private readonly card = element("div", "panel card", "", { role: "status" });
  private readonly container: HTMLElement;
  private shown: Under = NOTHING;
  private looks = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    map: L.Map,
    private readonly painter: PainterClient,
  ) {
    this.container = map.getContainer();
    this.card.hidden = true;
    this.container.append(this.card);
    const look = throttled(LOOK_EVERY_MS, (at: L.LatLng, point: L.Point) => void this.look(at, point));
    map.on("mousemove", ({ latlng, containerPoint }) => look(latlng, containerPoint));
    map.on("mouseout movestart", () => {
      // What is still being asked comes too late.
      this.looks++;
      this.rest(NOTHING, L.point(0, 0));
    });
  }

  /** Asks again for the card that is shown: its age has grown. */
  async refresh(): Promise<void> {
    if (this.card.hidden) return;
    const { shown } = this;
    const model = await fetchCard(shown);
    if (shown === this.shown) this.fill(model);
  }

  private async look(at: L.LatLng, point: L.Point): Promise<void> {
    const look = ++this.looks;
    const under = await this.painter.under(worldOf(at));
    if (look === this.looks) this.rest(under, point);
  }

  /** The pointer is on this; nothing hides the card. */
  private rest(under: Under, point: L.Point): void {
    if (isSame(under, this.shown)) return;
    this.shown = under;
    clearTimeout(this.timer);
    if (isSame(under, NOTHING)) this.card.hidden = true;
    else this.timer = setTimeout(() => void this.show(under, point), REST_MS);
  }

  private async show(under: Under, { x, y }: L.Point): Promise<void> {
    const model = await fetchCard(under);
    if (under !== this.shown) return;
    this.fill(model);
    this.card.hidden = false;
    const { clientWidth, clientHeight } = this.container;
    const { offsetWidth, offsetHeight } = this.card;
    const left = x + OFFSET_PX + offsetWidth > clientWidth ? x - OFFSET_PX - offsetWidth : x + OFFSET_PX;
    const top = Math.max(EDGE_PX, Math.min(y + OFFSET_PX, clientHeight - offsetHeight - EDGE_PX));
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  private fill({ title, subtitle, lines }: CardModel): void {
    const rows = element("dl", "lines");
    for (const [label, value] of lines) rows.append(element("dt", "", label), element("dd", "", value));
    this.card.replaceChildren(element("div", "title", title), element("div", "subtitle", subtitle), rows);
  }
}

const isSame = (a: Under, b: Under): boolean => a.camera === b.camera && a.units.join() === b.units.join();
