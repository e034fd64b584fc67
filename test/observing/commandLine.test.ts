import {describe, expect, it} from "vitest";
import {helpText, parseCommandLine, UsageError} from "../../data-loaders/commandLine.js";

const options = {
  network: {type: "choice", choices: ["mainnet", "lab"], default: "mainnet", help: "which network"},
  rounds: {type: "number", placeholder: "N", default: 4, from: 1, to: 10, help: "how often"},
  pause: {type: "number", placeholder: "S", default: 0.5, from: 0, to: 9, whole: false, help: "how long"},
  file: {type: "text", placeholder: "FILE", default: null, help: "which file"},
  loud: {type: "flag", help: "noise"},
} as const;

describe("parseCommandLine(options, args)", () => {
  it("gives defaults for what is not given, and says what was", () => {
    expect(parseCommandLine(options, [])).toEqual({
      values: {network: "mainnet", rounds: 4, pause: 0.5, file: null, loud: false},
      given: new Set(),
    });
    expect(
      parseCommandLine(options, ["--network", "lab", "--rounds=7", "--pause", "1.25", "--loud"]),
    ).toEqual({
      values: {network: "lab", rounds: 7, pause: 1.25, file: null, loud: true},
      given: new Set(["network", "rounds", "pause", "loud"]),
    });
  });

  it.each([
    [["--network", "testnet"], '--network: expected mainnet or lab, got "testnet"'],
    [["--rounds", "0"], '--rounds: expected a whole number from 1 to 10, got "0"'],
    [["--rounds", "2.5"], '--rounds: expected a whole number from 1 to 10, got "2.5"'],
    [["--rounds", "1e1"], '--rounds: expected a whole number from 1 to 10, got "1e1"'],
    [["--pause", "NaN"], '--pause: expected a number from 0 to 9, got "NaN"'],
    [["--file", ""], "--file: expected FILE, got an empty text"],
    [["--file"], "Option '--file <value>' argument missing; see --help"],
    [["--quiet"], "Unknown option '--quiet'; see --help"],
    [["stray"], "Unexpected argument 'stray'; see --help"],
  ])("refuses %j in one line", (args, message) => {
    expect(() => parseCommandLine(options, args)).toThrow(new UsageError(message));
  });
});

describe("helpText(usage, purpose, options)", () => {
  it("explains each option with its default, in lines of at most 100 characters", () => {
    const text = helpText("run [options]", "Does a thing. ".repeat(20), options);
    for (const name of Object.keys(options)) expect(text).toContain(`--${name}`);
    expect(text).toContain("how often (default 4)");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
