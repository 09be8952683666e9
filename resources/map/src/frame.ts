/**
 * One frame of moving units as the desk sends it (`desk://live/units`); written by `ui/map/frame.py`.
 *
 * Little-endian. Header of 52 bytes: magic "WFU1", version u16, flags u16, count u32, token u32, station time f64
 * (Unix ms), roster version u32, selection version u32, trails version u32, primary unit u32, followed unit u32,
 * cameras version u32, chosen camera u32. Then columns, each `count` long: number u32, x u32, y u32, kind u8, age u8, heading u8, marks u8.
 * A frame with `UNCHANGED` has a header only and stands for the one the page already has.
 */

export const HEADER_BYTES = 52;
const ROW_BYTES = 16;
const MAGIC = 0x31554657; // "WFU1" read as a little-endian u32
const VERSION = 2;
const UNCHANGED = 1;

/** The world is 2^32 wide and high in the x and y columns (web mercator, y down). */
export const WORLD = 2 ** 32;

/** An age of 255 s stands for this and anything older. */
export const AGE_MORE = 255;
export const HEADING_UNKNOWN = 255;

export const Mark = { selected: 1, followed: 2, talking: 4, sos: 8 } as const;

export interface FrameHead {
  readonly unchanged: boolean;
  readonly token: number;
  readonly atMs: number;
  readonly rosterVersion: number;
  readonly selectionVersion: number;
  readonly trailsVersion: number;
  /** Unit number, 0 for none. */
  readonly primary: number;
  readonly followed: number;
  readonly camerasVersion: number;
  /** Number of the chosen camera, 0 for none. */
  readonly camera: number;
}

/** Columns of equal length; the units in them are in no particular order. */
export interface Units {
  readonly count: number;
  readonly number: Uint32Array;
  readonly x: Uint32Array;
  readonly y: Uint32Array;
  /** Force in the high four bits, status in the low four. */
  readonly kind: Uint8Array;
  /** Seconds, `AGE_MORE` at most. */
  readonly age: Uint8Array;
  /** 0 to 254 for a full turn clockwise from north. */
  readonly heading: Uint8Array;
  readonly marks: Uint8Array;
}

export interface Frame {
  readonly head: FrameHead;
  readonly units: Units;
}

export class MalformedFrame extends Error {}

export function decodeFrame(buffer: ArrayBuffer): Frame {
  if (buffer.byteLength < HEADER_BYTES) throw new MalformedFrame("short");
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC || view.getUint16(4, true) !== VERSION) throw new MalformedFrame("version");
  const count = view.getUint32(8, true);
  if (buffer.byteLength !== HEADER_BYTES + count * ROW_BYTES) throw new MalformedFrame("length");
  return {
    head: {
      unchanged: (view.getUint16(6, true) & UNCHANGED) !== 0,
      token: view.getUint32(12, true),
      atMs: view.getFloat64(16, true),
      rosterVersion: view.getUint32(24, true),
      selectionVersion: view.getUint32(28, true),
      trailsVersion: view.getUint32(32, true),
      primary: view.getUint32(36, true),
      followed: view.getUint32(40, true),
      camerasVersion: view.getUint32(44, true),
      camera: view.getUint32(48, true),
    },
    units: decodeUnits(buffer, count),
  };
}

function decodeUnits(buffer: ArrayBuffer, count: number): Units {
  let offset = HEADER_BYTES;
  const words = () => {
    const column = new Uint32Array(buffer, offset, count);
    offset += column.byteLength;
    return column;
  };
  const bytes = () => {
    const column = new Uint8Array(buffer, offset, count);
    offset += column.byteLength;
    return column;
  };
  return {
    count,
    number: words(),
    x: words(),
    y: words(),
    kind: bytes(),
    age: bytes(),
    heading: bytes(),
    marks: bytes(),
  };
}

export const NO_UNITS: Units = decodeUnits(new ArrayBuffer(HEADER_BYTES), 0);

export const statusOf = (kind: number): number => kind & 0x0f;
export const forceOf = (kind: number): number => kind >> 4;
