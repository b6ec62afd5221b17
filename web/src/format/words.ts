/** A name of code as people read it: `catalogVariations`, `shipped_at` and `orderID` as "Catalog variations", "Shipped at", "Order id". */
export function wordsOf(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
