/** The word of a list that a misspelt one was probably meant to be; undefined where none is near. */
export function nearest(misspelt: string, words: readonly string[]): string | undefined {
  const [first] = words
    .map((word) => ({ word, distance: editsBetween(misspelt.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))))
    .toSorted((a, b) => a.distance - b.distance)
  return first?.word
}

/** The Levenshtein distance: how many letters have to be put in, left out or replaced. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1])
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
