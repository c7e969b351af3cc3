/**
 * Fetches the files of structures, a few at a time, each once even where both sides use it.
 *
 * @typedef {import("./scene.js").Structure} Structure
 * @typedef {import("./glb.js").Piece} Piece
 */
import { piecesOf } from "./glb.js";

const AT_ONCE = 6;

/**
 * @param {Structure[]} structures
 * @param {object} ways
 * @param {(file: string) => string} ways.address
 * @param {AbortSignal} ways.signal
 * @param {(structures: Structure[], pieces: Piece[]) => void} ways.loaded
 * @param {(structures: Structure[], why: Error) => void} ways.failed
 * @returns {Promise<void>}  kept once every file was loaded or has failed
 */
export async function load(structures, { address, signal, loaded, failed }) {
  const waiting = [...byFile(structures)];
  const work = async () => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const [file, users] = next;
      try {
        loaded(users, await fetchPieces(address(file), signal));
      } catch (why) {
        if (!signal.aborted) failed(users, /** @type {Error} */ (why));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** @param {Structure[]} structures @returns {Map<string, Structure[]>} */
function byFile(structures) {
  const files = new Map();
  for (const structure of structures) files.set(structure.file, [...(files.get(structure.file) ?? []), structure]);
  return files;
}

/** @param {string} url @param {AbortSignal} signal */
async function fetchPieces(url, signal) {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const file = await answer.arrayBuffer();
  if (signal.aborted) throw new Error("No longer wanted");
  return piecesOf(file);
}
