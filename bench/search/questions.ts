/** The texts that are searched for, a hundred of each kind. A text that comes again is searched again: no answer is kept. */
export const questions = {
  'order number': (i: number) => `#1${100 + ((i * 7) % 900)}`,
  'e-mail': (i: number) => `${i}@example.com`,
  'phone, digits alone': (i: number) => `02555${String(100 + (i % 100)).padStart(4, '0')}`,
  'phone, as it is written': (i: number) => `+49 30 23125 ${String(i % 1_000).padStart(3, '0')}`,
  'name of a product': (i: number) => ['lighthouse', 'espresso', 'fleur de sel', 'anchor mug'][i % 4] ?? '',
  'what no order has': (i: number) => `nothing ${i}`,
} as const satisfies Record<string, (i: number) => string>
export type Question = keyof typeof questions
export const questionNames = Object.keys(questions) as Question[] // Object.keys forgets the literal's keys.
