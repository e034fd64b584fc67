import {expect, it} from "vitest";
import {optOuts} from "../../data-loaders/roster/optOuts.js";

// RFC 4291, section 2.5.5.2: ::ffff:0:0/96 holds the IPv4 addresses.
it.each(["::ffff:198.51.100.7", "::ffff:198.51.100.0/120"])(
  "%s spares the IPv4 host that it names",
  (entry) => {
    const {address} = optOuts(entry);
    expect(address("198.51.100.7")).toBe(true);
    expect(address("::ffff:198.51.100.7")).toBe(true);
    expect(address("198.51.101.7")).toBe(false);
  },
);
