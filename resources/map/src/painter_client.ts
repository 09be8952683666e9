/** The page's side of the painter. */

import type { Answers, FromPainter, Look, Question, Style, Summary, ToPainter } from "./painter_protocol.ts";
import type { WorldPoint } from "./polygon.ts";

export interface Listener {
  onFrame(summary: Summary): void;
  onPainted(look: Look, bitmap: ImageBitmap, paintMs: number): void;
  onFailure(code: string, detail: string): void;
}

export class PainterClient {
  private readonly worker: Worker;
  private readonly asked = new Map<number, (answer: never) => void>();
  private asks = 0;

  constructor(script: string, private readonly listener: Listener) {
    this.worker = new Worker(script);
    this.worker.addEventListener("message", (event: MessageEvent<FromPainter>) => this.hear(event.data));
    this.worker.addEventListener("error", (event) => listener.onFailure("painter", event.message));
  }

  use(style: Style): void {
    this.tell({ kind: "style", style });
  }

  lookAt(look: Look): void {
    this.tell({ kind: "look", look });
  }

  /** The picture is on the screen. */
  shown(): void {
    this.tell({ kind: "shown" });
  }

  under = (at: WorldPoint): Promise<Answers["at"]> => this.ask({ kind: "at", at });

  unitsInside = (outline: readonly WorldPoint[]): Promise<Answers["inside"]> => this.ask({ kind: "inside", outline });

  extent = (selectedOnly: boolean): Promise<Answers["extent"]> => this.ask({ kind: "extent", selectedOnly });

  private ask<Kind extends keyof Answers>(question: Question & { readonly kind: Kind }): Promise<Answers[Kind]> {
    const ask = ++this.asks;
    return new Promise((resolve) => {
      this.asked.set(ask, resolve);
      this.tell({ kind: "ask", ask, question });
    });
  }

  private tell(message: ToPainter): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromPainter): void {
    switch (message.kind) {
      case "painted":
        this.listener.onPainted(message.look, message.bitmap, message.paintMs);
        break;
      case "frame":
        this.listener.onFrame(message.summary);
        break;
      case "answer":
        this.asked.get(message.ask)?.(message.answer as never);
        this.asked.delete(message.ask);
        break;
      case "failed":
        this.listener.onFailure(message.code, message.detail);
    }
  }
}
