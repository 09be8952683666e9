/** The strip at the lower right: scale, the pointer's coordinates, who the map is owed to. */

import type { Desk } from "./channel.ts";
import { element, throttled } from "./elements.ts";
import { scaleBar } from "./scale_bar.ts";
import type { Texts } from "./settings.ts";

const BAR_PX = 72;
const ASK_EVERY_MS = 80;

export class Readout {
  private readonly bar = element("span", "scale-bar");
  private readonly length = element("span", "scale-length");
  private readonly place = element("span", "place");
  private readonly credit = element("span", "credit");
  private texts: Texts | undefined;
  private asked = 0;

  constructor(
    private readonly map: L.Map,
    private readonly desk: Desk,
  ) {
    const strip = element("div", "readout");
    strip.append(this.length, this.bar, this.place, this.credit);
    map.getContainer().append(strip);
    const describe = throttled(ASK_EVERY_MS, (at: L.LatLng) => void this.describe(at));
    map.on("mousemove", (event) => describe(event.latlng));
    map.on("mouseout", () => describe(map.getCenter()));
    map.on("zoomend moveend resize", () => {
      this.drawScale();
      describe(map.getCenter());
    });
  }

  setTexts(texts: Texts): void {
    this.texts = texts;
    this.drawScale();
    void this.describe(this.map.getCenter());
  }

  setCredit(text: string): void {
    this.credit.textContent = text;
  }

  private drawScale(): void {
    if (!this.texts) return;
    const middle = this.map.getSize().divideBy(2);
    const left = this.map.containerPointToLatLng([middle.x - 50, middle.y]);
    const right = this.map.containerPointToLatLng([middle.x + 50, middle.y]);
    const { px, metres } = scaleBar(left.distanceTo(right) / 100, BAR_PX);
    this.bar.style.width = `${px}px`;
    this.length.textContent =
      metres < 1000
        ? this.texts.metres.replace("{n}", String(metres))
        : this.texts.kilometres.replace("{n}", String(metres / 1000));
  }

  private async describe(at: L.LatLng): Promise<void> {
    const ask = ++this.asked;
    const { lon_lat, mgrs, crs } = await this.desk.describe(at.lng, at.lat);
    // Answers to older questions may still come in.
    if (ask === this.asked) this.place.textContent = [lon_lat, mgrs, crs].filter(Boolean).join(" · ");
  }
}
