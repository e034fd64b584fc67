import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  nestsDeeper,
  opensMore,
  spacing,
  writtenMember,
  writtenMembers,
} from "../../data-loaders/electrum/json.js";

describe("opensMore", () => {
  it("counts arrays and objects, and no bracket in a string", () => {
    expect(opensMore('[[1],{"a":"[[["}]', 3)).toBe(false);
    expect(opensMore('[[1],{"a":"[[["}]', 2)).toBe(true);
  });
});

describe("nestsDeeper", () => {
  it("counts the brackets that are open at one time", () => {
    expect(nestsDeeper("[[],[]]", 2)).toBe(false);
    expect(nestsDeeper("[[],[{}]]", 2)).toBe(true);
  });

  it("does not count brackets in strings, behind escaped quotes or not", () => {
    expect(nestsDeeper('["[[[", "\\"[[[", "\\\\"]', 1)).toBe(false);
    expect(nestsDeeper('["\\\\", [[]]]', 2)).toBe(true); // the string is one backslash and ends there
  });

  it("takes any text, unbalanced and unfinished ones too", () => {
    expect(nestsDeeper(']]]["', 1)).toBe(false);
    expect(nestsDeeper("[".repeat(200_000), 32)).toBe(true);
  });
});

describe("writtenMembers", () => {
  it("keeps order, repeated keys and the way numbers are written", () => {
    expect(writtenMembers('{ "b" : 1e-05 ,"a":[1, {"b":2}],"b":"}," }')).toEqual([
      {key: "b", text: "1e-05"},
      {key: "a", text: '[1, {"b":2}]'},
      {key: "b", text: '"},"'},
    ]);
  });

  it("reads escaped keys as JSON.parse does", () => {
    expect(writtenMember('{"r\\u0065sult":5.0,"x":"result"}', "result")).toBe("5.0");
  });

  it("has no member in an empty object", () => {
    expect(writtenMembers("{}")).toEqual([]);
    expect(writtenMember('{"x":{"result":1}}', "result")).toBeUndefined();
  });

  it("gives for every object and any spacing texts that parse to its members", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(0, 1, "\t"),
        (object, space) => {
          const plain = JSON.parse(JSON.stringify(object)) as Record<string, unknown>;
          const members = writtenMembers(JSON.stringify(plain, null, space));
          expect(members.map(({key, text}) => [key, JSON.parse(text) as unknown])).toEqual(
            Object.entries(plain),
          );
        },
      ),
    );
  });
});

describe("spacing", () => {
  it.each([
    ['{"id":1,"result":[1,2]}', "compact", 0],
    ['{"id": 1, "result": [1, 2]}', "spaced", 0],
    ['{"id":1, "result": [1,2]}', "mixed", 0],
    ['{"id":  1}', "mixed", 0],
    ['{"id" :1}', "mixed", 0],
    ['{"id":1   }', "compact", 3],
    [' {"id": ": , :"  }  ', "spaced", 2],
  ])("of %s is %s with %i blanks before the last brace", (text, style, padding) => {
    expect(spacing(text)).toEqual({spacing: style, padding});
  });
});
