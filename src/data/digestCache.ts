import type {Digest} from "../evidence/digest.js";
import {keptCache} from "./keptCache.js";

/**
 * Of what a digest holds and how it is worked out. To be raised with every change of a signal of the node, of the
 * programs' marks or of `Digest`: files of other versions are not looked at.
 */
export const DIGEST_VERSION = 6;

const digests = keptCache<Digest>("digest", DIGEST_VERSION);

export const {key: cacheKey, encode, decode, load, store, drop} = digests;
