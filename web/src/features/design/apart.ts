/** Two texts cut where they part: what both begin and end with, and what lies between. */
export interface Apart {
  readonly head: string;
  readonly mine: string;
  readonly theirs: string;
  readonly tail: string;
}

/** What two texts have in common at both ends, and where they differ; a letter is never cut in two. */
export function apart(mine: string, theirs: string): Apart {
  const [a, b] = [Array.from(mine), Array.from(theirs)];
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const between = (letters: readonly string[]) => letters.slice(head, letters.length - tail).join("");
  return {
    head: a.slice(0, head).join(""),
    mine: between(a),
    theirs: between(b),
    tail: tail === 0 ? "" : a.slice(-tail).join(""),
  };
}
