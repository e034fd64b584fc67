import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {LineCutter} from "../../data-loaders/electrum/frame.js";

function cutAll(chunks: readonly Uint8Array[], maxLine?: number, maxBytes?: number): string[] {
  const cutter = new LineCutter(maxLine, maxBytes);
  const cuts: string[] = [];
  for (const chunk of chunks)
    for (const cut of cutter.cut(chunk)) {
      cuts.push("reason" in cut ? cut.reason : `${cut.end}:${Buffer.from(cut.bytes).toString("latin1")}`);
      if ("reason" in cut) return cuts;
    }
  return cuts;
}

const bytes = (text: string) => Buffer.from(text, "latin1");
/** Bytes with many line ends among them. */
const streams = fc.array(fc.constantFrom(0x0a, 0x0d, 0x7b, 0x20, 0xff), {maxLength: 60}).map(Buffer.from);
const splits = fc.array(fc.nat({max: 60}), {maxLength: 8}).map((at) => at.toSorted((a, b) => a - b));

describe("LineCutter", () => {
  it("cuts at LF and at CRLF and keeps which", () => {
    expect(cutAll([bytes("a\nb\r\nc")])).toEqual(["lf:a", "crlf:b"]);
  });

  it("keeps a CR that ends no line", () => {
    expect(cutAll([bytes("a\rb\n\r\r\n\n")])).toEqual(["lf:a\rb", "crlf:\r", "lf:"]);
  });

  it("gives three lines of one chunk, and one line of three chunks", () => {
    expect(cutAll([bytes("a\nb\nc\n")])).toEqual(["lf:a", "lf:b", "lf:c"]);
    expect(cutAll([bytes("a"), bytes("b\r"), bytes("\n")])).toEqual(["crlf:ab"]);
  });

  it("gives the same lines and problems however the bytes are split", () => {
    fc.assert(
      fc.property(
        streams,
        splits,
        fc.integer({min: 0, max: 20}),
        fc.nat({max: 70}),
        (stream, at, line, all) => {
          const chunks = [0, ...at].map((start, i) => stream.subarray(start, at[i] ?? stream.length));
          expect(cutAll(chunks, line, all)).toEqual(cutAll([stream], line, all));
        },
      ),
    );
  });

  it("loses no byte: lines and their ends make up the stream to its last LF", () => {
    fc.assert(
      fc.property(streams, splits, (stream, at) => {
        const cutter = new LineCutter();
        const chunks = [0, ...at].map((start, i) => stream.subarray(start, at[i] ?? stream.length));
        const parts = chunks.flatMap((chunk) => Array.from(cutter.cut(chunk)));
        const joined = parts.map((part) =>
          "bytes" in part ? Buffer.concat([part.bytes, bytes(part.end === "lf" ? "\n" : "\r\n")]) : null,
        );
        expect(Buffer.concat(joined.filter((part) => part !== null))).toEqual(
          stream.subarray(0, stream.lastIndexOf(0x0a) + 1),
        );
      }),
    );
  });

  it("takes a line of exactly the ceiling, and none that is longer, ended or not", () => {
    expect(cutAll([bytes("abc\n")], 3)).toEqual(["lf:abc"]);
    expect(cutAll([bytes("abcd\n")], 3)).toEqual(["line-too-long"]);
    expect(cutAll([bytes("abcd")], 3)).toEqual(["line-too-long"]);
  });

  it("takes exactly the ceiling of bytes in all, and gives the lines before it", () => {
    expect(cutAll([bytes("a\nb\n")], 10, 4)).toEqual(["lf:a", "lf:b"]);
    expect(cutAll([bytes("a\nb\n")], 10, 3)).toEqual(["lf:a", "too-many-bytes"]);
  });

  it("holds a line that is dripped byte by byte at no more cost than its length", () => {
    const cutter = new LineCutter();
    const byte = bytes("x");
    const heap = process.memoryUsage().external + process.memoryUsage().heapUsed;
    const began = performance.now();
    for (let i = 0; i < 1_000_000; i++) for (const _ of cutter.cut(byte)) expect.unreachable();
    expect(performance.now() - began).toBeLessThan(5_000); // quadratic copying would take minutes
    const grown = process.memoryUsage().external + process.memoryUsage().heapUsed - heap;
    expect(grown).toBeLessThan(100_000_000); // a million separate buffers would hold more
    expect([...cutter.cut(bytes("\n"))]).toMatchObject([{end: "lf"}]);
  });
});
