/**
 * Garbage is collected by the clock.
 *
 * While something is animated or painted again and again the engine puts collecting off, for as long as we watched:
 * in four minutes of panning the renderer grew by 110 MB that nobody used. With this it stays flat. The desk starts
 * the engine with `--expose-gc`.
 */

type Collect = (options: { type: "major"; execution: "async" }) => Promise<void>;

/** A collection costs 20 to 40 ms; as often as this nobody sees it, and what piles up meanwhile is small. */
const EVERY_MS = 30_000;

export function collectByTheClock(): void {
  const { gc } = globalThis as { gc?: Collect };
  if (gc) setInterval(() => void gc({ type: "major", execution: "async" }), EVERY_MS);
}
