import {expect, it} from "vitest";
import {columnsOf, rowsOf} from "../../src/data/rowColumns.js";
import type {EndpointRow} from "../../src/observation/schema.js";
import {sampleSnapshot} from "../report/sampleSnapshot.js";

const {endpoints} = sampleSnapshot(
  Array.from({length: 5}, (_, i) => ({endpoint: `h${i}.example:50001/tcp`, answer: i < 3 ? [[1, 5]] : null})),
).tables;

it("gives the rows back, their columns in the same order", () => {
  const again = rowsOf<"endpoints">(columnsOf(endpoints));
  expect(again).toEqual(endpoints);
  expect(again.map((row) => Object.keys(row))).toEqual(endpoints.map((row) => Object.keys(row)));
});

it("tells apart what a Map does not, and null from nothing", () => {
  const [row] = endpoints;
  if (!row) throw new Error("expected a row");
  const odd: EndpointRow[] = [-0, 0, Number.NaN, null].map((fee) => ({...row, relay_fee: fee, banner: ""}));
  const again = rowsOf<"endpoints">(columnsOf(odd));
  expect(again.map((one) => one.relay_fee)).toEqual([-0, 0, Number.NaN, null]); // toEqual tells −0 from 0
  expect(again.map((one) => one.banner)).toEqual(["", "", "", ""]);
});

it("holds more values of a column than 16 bits count", () => {
  const [row] = endpoints;
  if (!row) throw new Error("expected a row");
  const many = Array.from({length: 2 ** 16 + 2}, (_, i): EndpointRow => ({...row, banner: String(i)}));
  const again = rowsOf<"endpoints">(columnsOf(many));
  expect(again.every(({banner}, i) => banner === String(i))).toBe(true);
});

it("has no row of no rows", () => expect(rowsOf(columnsOf([]))).toEqual([]));
