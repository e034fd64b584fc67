import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {describeError, readMessage} from "../../data-loaders/electrum/message.js";

const read = (text: string) => readMessage(Buffer.from(text));

describe("readMessage", () => {
  it("keeps an answer's result as it was written", () => {
    expect(read(' {"id":3, "result": [5.0, 1E-05 ] ,"jsonrpc":"2.0"}  ')).toMatchObject({
      kind: "answer",
      id: 3,
      result: [5, 0.00001],
      resultText: "[5.0, 1E-05 ]",
    });
  });

  it.each([
    ['{"id":1,"result":null}', {kind: "answer", id: 1, result: null, resultText: "null"}],
    ['{"id":1,"result":5,"error":null}', {kind: "answer", id: 1, result: 5}], // JSON-RPC 1.0
    ['{"id":1,"error":"bare"}', {kind: "error", id: 1, error: "bare"}],
    ['{"id":1,"result":5,"error":{"code":1}}', {kind: "error", id: 1, error: {code: 1}}],
    ['{"id":1}', {kind: "empty", id: 1}],
    ['{"id":1,"error":null}', {kind: "empty", id: 1}],
    ['{"method":"m","params":[1]}', {kind: "notification", method: "m", params: [1]}],
    ['{"method":"m","id":null}', {kind: "notification", method: "m"}],
    ['{"id":1,"result":1,"id":2,"result":2.0}', {kind: "answer", id: 2, result: 2, resultText: "2.0"}],
    ["", {kind: "blank"}],
    [" \t", {kind: "blank"}],
  ])("reads %s", (text, message) => {
    expect(read(text)).toMatchObject(message);
  });

  it.each([
    '{"id":"1","result":1}', // a string is not the number we sent
    '{"id":null,"error":{"code":-32700}}',
    '{"result":1}',
    '{"id":[1],"result":1}',
    '{"id":7,"method":"server.ping","params":[]}', // a request to us
    '[{"id":1,"result":1}]',
    "[]",
    "null",
    "5",
    '"text"',
    "{}",
  ])("takes %s to answer nothing", (text) => {
    expect(read(text)).toEqual({kind: "stray"});
  });

  it.each([
    ["an HTTP answer", "HTTP/1.1 400 Bad Request", "not-json"],
    ["a number that JSON does not have", '{"id":1,"result":NaN}', "not-json"],
    ["a byte-order mark", "\ufeff{}", "not-json"],
    ["a blank that is none in JSON", "\u00a0{}", "not-json"],
    ["an object that does not end", '{"id":1,', "not-json"],
    ["200,000 open brackets", "[".repeat(200_000), "nested-too-deep"],
    ["200,000 brackets", "[".repeat(200_000) + "]".repeat(200_000), "nested-too-deep"],
    ["33 levels", `{"id":1,"result":${"[".repeat(32)}${"]".repeat(32)}}`, "nested-too-deep"],
  ])("refuses %s", (_, text, reason) => {
    expect(read(text)).toMatchObject({reason});
  });

  it("takes 32 levels of brackets", () => {
    expect(read(`{"id":1,"result":${"[".repeat(31)}${"]".repeat(31)}}`)).toMatchObject({kind: "answer"});
  });

  it.each([
    ["a byte that UTF-8 does not have", [0x22, 0xff, 0x22]],
    ["an overlong form", [0x22, 0xc0, 0xaf, 0x22]],
    ["half a surrogate pair", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["a character cut short", [0x22, 0xe2, 0x82]],
  ])("refuses %s as not UTF-8", (_, bytes) => {
    expect(readMessage(Buffer.from(bytes))).toMatchObject({reason: "not-utf8"});
  });

  it("leaves every object's inheritance alone", () => {
    const message = read('{"__proto__":{"id":1,"polluted":true},"constructor":1,"result":1}');
    expect(message).toEqual({kind: "stray"}); // its id is not its own
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void readMessage(bytes)));
    fc.assert(fc.property(fc.json(), (text) => void expect(read(text)).not.toHaveProperty("reason")));
  });
});

describe("describeError", () => {
  it.each([
    ["bare", "bare"],
    [{code: -32601, message: "unknown method"}, "code -32601: unknown method"],
    [{message: "no code"}, "no code"],
    [{code: 1}, '{"code":1}'],
    [[1, 2], "[1,2]"],
    [7, "7"],
    [true, "true"],
  ])("puts %j into words", (error, words) => {
    expect(describeError(error)).toBe(words);
  });
});
