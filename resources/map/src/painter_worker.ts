/** The worker's door: hands messages to the painter. */

import { collectByTheClock } from "./garbage.ts";
import { Painter } from "./painter.ts";
import type { ToPainter } from "./painter_protocol.ts";

const painter = new Painter((message, transfer = []) => self.postMessage(message, { transfer }));
self.addEventListener("message", (event: MessageEvent<ToPainter>) => painter.hear(event.data));
painter.start();
collectByTheClock();
