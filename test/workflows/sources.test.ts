import {describe, expect, it} from "vitest";
import {sourceNames} from "../../data-loaders/roster/gather.js";
import {readWorkflow, textOf} from "./workflow.js";

describe("the lists of servers that observe.yml asks for", () => {
  const chosen = /^ {6}SOURCES: \$\{\{ inputs\.sources \|\| vars\.SOURCES \|\| '([^']+)' \}\}$/m.exec(
    textOf("observe.yml"),
  );
  const script =
    readWorkflow("observe.yml").jobs["observe"]?.steps.find(({name}) => name === "Observe")?.run ?? "";

  it("are fetched on the schedule too, when nobody has chosen", () => {
    expect(chosen?.[1]?.split(",")).toEqual(["thread", "electrum", "fulcrum"]);
    for (const name of chosen?.[1]?.split(",") ?? []) expect(sourceNames).toContain(name);
  });

  it("are the committed copies, and nothing is fetched, when the choice is `committed`", () => {
    expect(script).toContain(
      'if [ -n "$SOURCES" ] && [ "$SOURCES" != committed ]; then args+=(--sources "$SOURCES"); fi',
    );
  });
});
