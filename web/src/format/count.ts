const integers = new Intl.NumberFormat()

export function formatCount(count: number): string {
  return integers.format(count)
}

/** "1 order", "2,000 orders". */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
