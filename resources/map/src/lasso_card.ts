/** The card at a lasso: how many of its units hear now, and the buttons that talk to exactly those units. */

import type { Desk, SelectMode } from "./channel.ts";
import { element, shield } from "./elements.ts";
import { LassoAreas } from "./lasso_areas.ts";
import { type LassoModel, fetchLasso } from "./live.ts";

const GAP_PX = 12;
const EDGE_PX = 8;

export class LassoCard {
  private readonly card = element("div", "panel card talk-card", "", { role: "group" });
  private readonly title = element("div", "title");
  private readonly said = element("div", "subtitle", "", { role: "status" });
  private readonly talk = element("button", "hold", "", { type: "button" });
  private readonly shout = element("button", "hold shout", "", { type: "button" });
  private readonly call = element("button", "hold", "", { type: "button" });
  private readonly close = element("button", "close", "✕", { type: "button" });
  private readonly areas: LassoAreas;
  /** By this pointer a button is held down; 0 for none. */
  private held = 0;
  /** Counts questions and lassos: an answer to what was asked before the last of them is about something else. */
  private turn = 0;

  constructor(
    private readonly map: L.Map,
    private readonly desk: Desk,
  ) {
    this.areas = new LassoAreas(map);
    const buttons = element("div", "buttons");
    buttons.append(this.talk, this.shout, this.call);
    this.card.append(this.title, this.said, buttons, this.close);
    this.card.hidden = true;
    this.listen();
    shield(this.card);
    // The first that Tab comes to from the map: it is what has just been drawn.
    map.getContainer().prepend(this.card);
    map.on("move zoom resize", () => this.place());
    desk.lasso_changed.connect(() => void this.renew());
  }

  /** These units were drawn around; the desk answers with what the card says. */
  take(outline: readonly L.LatLng[], units: readonly number[], mode: SelectMode): void {
    this.turn++;
    this.areas.draw(outline, mode !== "set");
    this.desk.lasso(units, mode);
  }

  /** Handles a key that nothing else on the map had a use for; false when it is none. */
  key(event: KeyboardEvent): boolean {
    if (event.key !== "Escape" || this.card.hidden) return false;
    this.desk.close_lasso();
    return true;
  }

  private async renew(): Promise<void> {
    const turn = ++this.turn;
    const model = await fetchLasso();
    if (turn !== this.turn) return;
    if (!model) {
      this.leave();
      return;
    }
    this.fill(model);
    this.card.hidden = false;
    this.place();
  }

  private leave(): void {
    this.letGo();
    const hadFocus = this.card.contains(document.activeElement);
    this.card.hidden = true;
    this.areas.clear();
    if (hadFocus) this.map.getContainer().focus();
  }

  private fill(model: LassoModel): void {
    this.title.textContent = model.title;
    this.said.textContent = model.said;
    this.said.classList.toggle("warning", !model.can_talk);
    this.card.setAttribute("aria-label", model.title);
    for (const [button, text] of [[this.talk, model.talk], [this.shout, model.shout]] as const) {
      button.textContent = text;
      // Under the hand it stays as it is: it would not see the pointer come up.
      button.disabled = !model.can_talk && this.held === 0;
    }
    this.call.textContent = model.call;
    this.call.setAttribute("aria-pressed", String(model.is_aimed));
    this.close.setAttribute("aria-label", model.close);
    this.close.title = model.close;
    const [onAir, shouting] = [model.on_air !== "", model.on_air === "shout"];
    this.card.classList.toggle("on-air", onAir);
    this.card.classList.toggle("shouting", shouting);
    this.areas.mark({ aimed: model.is_aimed, "on-air": onAir, shouting });
  }

  private listen(): void {
    for (const [button, isShout] of [[this.talk, false], [this.shout, true]] as const) {
      button.addEventListener("pointerdown", (event) => {
        if (event.button !== 0) return;
        button.setPointerCapture(event.pointerId);
        this.held = event.pointerId;
        this.desk.hold_lasso(isShout, event.shiftKey);
      });
      for (const end of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
        button.addEventListener(end, () => this.letGo());
      }
      button.addEventListener("click", (event) => {
        // By key: nobody can hold Enter while speaking, so it stays.
        if (event.detail === 0) this.desk.hold_lasso(isShout, true);
      });
    }
    this.call.addEventListener("click", () => this.desk.call_lasso(this.call.getAttribute("aria-pressed") !== "true"));
    this.close.addEventListener("click", () => this.desk.close_lasso());
    for (const enter of ["pointerenter", "focusin"]) this.card.addEventListener(enter, () => this.desk.look_at_lasso(true));
    for (const leave of ["pointerleave", "focusout"]) this.card.addEventListener(leave, () => this.desk.look_at_lasso(false));
    // Units under the card are not pointed at.
    this.card.addEventListener("mousemove", (event) => event.stopPropagation());
    window.addEventListener("blur", () => this.letGo());
  }

  private letGo(): void {
    if (this.held === 0) return;
    this.held = 0;
    this.desk.let_go_lasso();
  }

  /** Beside the outline where there is room: right, left, below, above; else inside it, in sight. */
  private place(): void {
    const around = this.areas.bounds;
    if (this.card.hidden || !around?.min || !around.max) return;
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const { x: across, y: down } = this.map.getSize();
    const middle = { x: (around.min.x + around.max.x - width) / 2, y: Math.max(around.min.y, EDGE_PX) };
    const places = [
      { x: around.max.x + GAP_PX, y: middle.y },
      { x: around.min.x - GAP_PX - width, y: middle.y },
      { x: middle.x, y: around.max.y + GAP_PX },
      { x: middle.x, y: around.min.y - GAP_PX - height },
    ];
    const isInSight = ({ x, y }: { x: number; y: number }) =>
      x >= EDGE_PX && y >= EDGE_PX && x + width <= across - EDGE_PX && y + height <= down - EDGE_PX;
    const { x, y } = places.find(isInSight) ?? { x: around.max.x - width, y: middle.y };
    const left = Math.max(EDGE_PX, Math.min(x, across - width - EDGE_PX));
    const top = Math.max(EDGE_PX, Math.min(y, down - height - EDGE_PX));
    this.card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
