/** The list of grounds: opened from the toolbar, walked with the arrow keys, closed with Esc. */

import { element, shield } from "./elements.ts";
import type { LayerModel } from "./settings.ts";

export class LayerChooser {
  private readonly panel = element("div", "panel layers", "", { role: "radiogroup" });
  private chosen = "";

  constructor(
    container: HTMLElement,
    private readonly choose: (name: string) => void,
    private readonly onToggled: (open: boolean) => void,
  ) {
    this.panel.hidden = true;
    this.panel.addEventListener("keydown", (event) => this.onKey(event));
    shield(this.panel);
    container.append(this.panel);
  }

  get isOpen(): boolean {
    return !this.panel.hidden;
  }

  offer(title: string, layers: readonly LayerModel[], chosen: string): void {
    this.chosen = chosen;
    this.panel.setAttribute("aria-label", title);
    this.panel.replaceChildren(element("div", "title", title), ...layers.map((layer) => this.row(layer)));
  }

  toggle(): void {
    this.panel.hidden = !this.panel.hidden;
    this.onToggled(this.isOpen);
    if (this.isOpen) this.rows().find((row) => row.dataset["layer"] === this.chosen)?.focus();
  }

  close(): void {
    if (this.isOpen) this.toggle();
  }

  private row({ name, title }: LayerModel): HTMLElement {
    const row = element("button", "row", title, {
      type: "button",
      role: "radio",
      "aria-checked": String(name === this.chosen),
      "data-layer": name,
    });
    row.addEventListener("click", () => this.take(name));
    return row;
  }

  private rows(): HTMLElement[] {
    return Array.from(this.panel.querySelectorAll<HTMLElement>(".row"));
  }

  private take(name: string): void {
    this.chosen = name;
    for (const row of this.rows()) row.setAttribute("aria-checked", String(row.dataset["layer"] === name));
    this.choose(name);
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Escape") this.close();
    else if (step !== 0) {
      const rows = this.rows();
      const at = rows.indexOf(document.activeElement as HTMLElement);
      rows[(at + step + rows.length) % rows.length]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
