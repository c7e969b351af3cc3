/**
 * Finds structures by their names and other names, while the reader is typing.
 *
 * @typedef {import("./scene.js").Structure} Structure
 */

const MOST = 60;
const ACCENTS = /[\u0300-\u036f]/g;

/** @param {string} text */
const plain = (text) => text.normalize("NFD").replace(ACCENTS, "").toLowerCase();

/**
 * The structures in which every word begins a word, those first whose name begins with what was typed.
 * @param {Structure[]} structures @param {string} typed
 */
export function found(structures, typed) {
  const words = plain(typed).split(/[\s,]+/).filter(Boolean);
  if (!words.length) return [];
  const ranked = structures.flatMap((structure) => {
    const rank = rankOf(structure, words);
    return rank === null ? [] : [{ structure, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank || a.structure.name.localeCompare(b.structure.name));
  return ranked.slice(0, MOST).map(({ structure }) => structure);
}

/** 0 where the name begins with the words, 1 where it holds them, 2 where another name does; null where none does. @param {Structure} structure @param {string[]} words */
function rankOf({ id, name, words: others = "" }, words) {
  const own = plain(name);
  if (own.startsWith(words.join(" "))) return 0;
  if (words.every((word) => begins(own, word))) return 1;
  const all = `${own} ${plain(others)} ${id.replaceAll("-", " ")}`;
  return words.every((word) => begins(all, word)) ? 2 : null;
}

/** Whether a word of the text begins so. @param {string} text @param {string} word */
function begins(text, word) {
  return text.startsWith(word) || text.includes(` ${word}`) || text.includes(`(${word}`) || text.includes(`-${word}`);
}
