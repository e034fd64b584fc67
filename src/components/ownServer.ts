import type {ServerFacts} from "../report/serverFacts.js";
import {dayText, minuteText} from "./dayText.js";
import {element} from "./element.js";
import {siteAddress} from "./siteAddress.js";

/** Says that its operator asked not to be observed, and what that means for the page; null where nobody did. */
export function optOutNote({optedOut}: Pick<ServerFacts, "optedOut">): HTMLElement | null {
  if (optedOut.length === 0) return null;
  const [wish, ...rest] = optedOut;
  return element(
    "aside",
    {class: "statement opted-out", role: "note"},
    element("p", {}, element("strong", {}, wish)),
    element(
      "p",
      {},
      `${rest.join(" ")} `,
      element("a", {href: siteAddress("ethics")}, "How operators are left out"),
      ".",
    ),
  );
}

/** What its operator said, in the operator's words. */
export function statementList({statements}: Pick<ServerFacts, "statements">): HTMLElement | null {
  if (statements.length === 0) return null;
  return element(
    "aside",
    {class: "statement"},
    element("h2", {}, "A statement of its operator"),
    ...statements.map(({date, text, link}) =>
      element(
        "blockquote",
        {},
        element("p", {}, element("bdi", {dir: "auto"}, text)),
        element(
          "p",
          {},
          `${date}, `,
          element("a", {href: link, rel: "nofollow"}, "as published by the operator"),
        ),
      ),
    ),
  );
}

/** What it means to stand here, and what an operator can do. */
export function ownServer({endpoint, homepage}: Pick<ServerFacts, "endpoint" | "homepage">): HTMLElement {
  const issue = `${homepage}/issues/new?title=${encodeURIComponent(`About ${endpoint}`)}`;
  const optOut = `${homepage}/blob/main/src/data/opt-out.txt`;
  return element(
    "section",
    {},
    element(
      "p",
      {},
      "That it stands here means: it is on a public list, and it answered or did not answer some public questions, a few times a day, over one connection. It was asked about no address and no transaction. To be in a cluster means that its answers look like those of others, and the usual reasons are innocent: the same program, the same settings, well connected nodes that hold the same transactions. Even ",
      element("em", {}, "consistent with a shared backend"),
      " is what two names for one machine look like, or a spare server, or two services of one house; it says nothing about why.",
    ),
    element(
      "ul",
      {},
      element(
        "li",
        {},
        "Is something wrong, or is there an explanation? ",
        element("a", {href: issue}, "Write an issue"),
        ": corrections are made, and a statement of yours will stand on this page in your words.",
      ),
      element(
        "li",
        {},
        "Do you wish not to be asked? Add the server to ",
        element("a", {href: optOut}, "opt-out.txt"),
        ", or ask for it in an issue. Every run reads that list before it connects to anyone, and then notes only that the operator asked not to be observed.",
      ),
      element(
        "li",
        {},
        element("a", {href: siteAddress("ethics")}, "What this study asks, of whom, and what it never does"),
        ".",
      ),
    ),
  );
}

/** How to cite this page as it is now. */
export function citation(
  {endpoint, archive}: Pick<ServerFacts, "endpoint" | "archive">,
  address: string,
): HTMLElement {
  const run = archive.run.split("run=").at(-1) ?? "";
  return element(
    "p",
    {class: "citation"},
    `The electrum-kinship authors. “${endpoint}”. electrum-kinship, ${archive.runs.toLocaleString("en-US")} runs until ${minuteText(archive.until)} (newest run ${run}). ${address}. Read on ${dayText(Date.now())}.`,
  );
}
