/** The buttons at the upper left. Each has a tip with its shortcut; icons come from the desk's one set. */

import { ACTIONS, type ActionName, titleOf } from "./actions.ts";
import { element, shield } from "./elements.ts";
import type { Texts } from "./settings.ts";

export class Toolbar {
  private readonly bar = element("div", "toolbar", "", { role: "toolbar", "aria-orientation": "vertical" });
  private readonly buttons = new Map<ActionName, HTMLButtonElement>();

  constructor(container: HTMLElement, run: (name: ActionName) => void) {
    let group: HTMLElement | undefined;
    let groupNumber = -1;
    for (const action of ACTIONS) {
      if (!group || action.group !== groupNumber) {
        group = element("div", "group");
        groupNumber = action.group;
        this.bar.append(group);
      }
      const button = element("button", "tool", "", { type: "button" });
      const icon = element("span", "icon");
      icon.style.maskImage = `url("desk://live/icon?name=${action.name}")`;
      button.append(icon);
      button.addEventListener("click", () => run(action.name));
      group.append(button);
      this.buttons.set(action.name, button);
    }
    this.bar.addEventListener("keydown", (event) => this.walk(event));
    shield(this.bar);
    container.append(this.bar);
  }

  setTexts(texts: Texts): void {
    this.bar.setAttribute("aria-label", texts.tools);
    for (const { name, keyText } of ACTIONS) {
      const button = this.buttons.get(name);
      button?.setAttribute("aria-label", titleOf(texts, name));
      button?.setAttribute("data-tip", titleOf(texts, name));
      button?.setAttribute("data-key", keyText);
      button?.setAttribute("aria-keyshortcuts", keyText);
    }
  }

  press(name: ActionName, pressed: boolean): void {
    this.buttons.get(name)?.setAttribute("aria-pressed", String(pressed));
  }

  enable(name: ActionName, enabled: boolean): void {
    this.buttons.get(name)?.toggleAttribute("disabled", !enabled);
  }

  buttonOf(name: ActionName): HTMLButtonElement | undefined {
    return this.buttons.get(name);
  }

  /** Up and down arrows go from button to button. */
  private walk(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const all = Array.from(this.buttons.values()).filter((button) => !button.disabled);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[(at + step + all.length) % all.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
