import type {EndpointRow} from "../../src/observation/schema.js";
import {parseOrigin} from "../origin/parseOrigin.js";
import type {ProblemList} from "./problems.js";

/** Which network announces an address: what `parseOrigin` gives of a record, and nothing without an address and an answer. */
export function checkOrigin(row: EndpointRow, at: string, where: string, problems: ProblemList): void {
  const {asns, asn_prefix: prefix, country, address, asn_answered_at: answeredAt} = row;
  if (asns === null && prefix === null && country === null) return;
  problems.expect(
    answeredAt !== null,
    at,
    `${where} asn_answered_at`,
    "a time beside the answer",
    answeredAt,
  );
  const read = parseOrigin([`${asns} | ${prefix} | ${country ?? ""} | `], address ?? "");
  const holds = read !== null && read.asns.join(" ") === asns && read.country === country;
  problems.expect(
    holds,
    at,
    `${where} asns`,
    "AS numbers, ascending, with a prefix that the address lies in, and a country or null",
    `${asns}, ${prefix}, ${country}`,
  );
}
