/** Callsigns of the units that are about to be labelled; asked for in bulk, kept until the roster changes. */

/** So many are asked for at once; the desk refuses more. */
export const ASK_LIMIT = 500;

export type FetchNames = (units: readonly number[]) => Promise<Record<string, string>>;

export class Roster {
  private readonly names = new Map<number, string>();
  private readonly wanted = new Set<number>();
  private stale = new Set<number>();
  private version = 0;
  private asking = false;

  constructor(
    private readonly fetchNames: FetchNames,
    private readonly onNews: () => void,
    private readonly onFailure: (reason: unknown) => void,
  ) {}

  /** A new version of the roster: names stay on screen until the new ones are here. */
  renew(version: number): void {
    if (version === this.version) return;
    this.version = version;
    this.stale = new Set(this.names.keys());
  }

  /** The callsign, or undefined while it is being asked for. */
  nameOf(unit: number): string | undefined {
    const name = this.names.get(unit);
    if (name === undefined || this.stale.has(unit)) this.wanted.add(unit);
    return name;
  }

  /** Asks for the names that were missed since the last call. */
  async ask(): Promise<void> {
    if (this.asking || this.wanted.size === 0) return;
    this.asking = true;
    const units = Array.from(this.wanted).slice(0, ASK_LIMIT);
    for (const unit of units) this.wanted.delete(unit);
    const version = this.version;
    try {
      const names = await this.fetchNames(units);
      for (const unit of units) {
        this.names.set(unit, names[unit] ?? "");
        if (version === this.version) this.stale.delete(unit);
        else this.stale.add(unit);
      }
      this.onNews();
    } catch (reason) {
      this.onFailure(reason);
    } finally {
      this.asking = false;
    }
  }
}
