export interface Product {
  readonly sku: string
  readonly name: string
  /** In US cents. */
  readonly cents: number
  /** How often it sells, relative to the others. */
  readonly weight: number
}

/** What the sample shop sells: things for the sea and the coast. */
export const catalogue: readonly Product[] = [
  ...sized('TEE-TIDE', 'Tide table T-shirt', 2_400, 9),
  ...sized('TEE-LGHT', 'Lighthouse T-shirt', 2_400, 7),
  ...sized('SWT-FISH', "Fisherman's sweater, Wool", 11_900, 3),
  ...sized('JKT-OILS', 'Oilskin jacket', 18_900, 2),
  ...sized('SOC-KNIT', 'Knitted socks', 1_450, 6),
  { sku: 'MUG-ANCH-35', name: 'Anchor mug, 0.35 l', cents: 1_600, weight: 30 },
  { sku: 'MUG-WHAL-35', name: 'Whale mug, 0.35 l', cents: 1_600, weight: 26 },
  { sku: 'BTL-STEE-75', name: 'Steel bottle, 0.75 l', cents: 2_900, weight: 18 },
  { sku: 'CUP-ENAM-25', name: 'Enamel cup "Café du Port"', cents: 1_250, weight: 17 },
  { sku: 'TEA-KELP-100', name: 'Kelp & mint tea, 100 g', cents: 980, weight: 22 },
  { sku: 'COF-HARB-250', name: 'Harbour espresso, 250 g', cents: 1_190, weight: 34 },
  { sku: 'COF-HARB-1000', name: 'Harbour espresso, 1 kg', cents: 3_900, weight: 12 },
  { sku: 'SAL-FLEU-150', name: 'Fleur de sel de Guérande, 150 g', cents: 890, weight: 20 },
  { sku: 'TIN-SARD-115', name: 'Sardines in olive oil, 115 g', cents: 640, weight: 25 },
  { sku: 'CHT-NSEA-A2', name: 'Sea chart "North Sea", A2 print', cents: 3_200, weight: 8 },
  { sku: 'CHT-MEDI-A2', name: 'Sea chart "Mediterranean", A2 print', cents: 3_200, weight: 8 },
  { sku: 'CLK-TIDE-20', name: 'Tide clock, oak', cents: 8_900, weight: 5 },
  { sku: 'BAR-BRAS-15', name: 'Barometer, brass', cents: 12_900, weight: 3 },
  { sku: 'BIN-MARI-7X', name: 'Marine binoculars 7x50', cents: 24_900, weight: 2 },
  { sku: 'LMP-STRM-LED', name: 'Storm lantern, LED', cents: 4_500, weight: 9 },
  { sku: 'KNF-RIGG-09', name: "Rigger's knife", cents: 5_400, weight: 6 },
  { sku: 'ROP-HEMP-10', name: 'Hemp rope, 10 m', cents: 1_800, weight: 7 },
  { sku: 'BAG-SAIL-40', name: 'Sailcloth duffel bag, 40 l', cents: 9_800, weight: 6 },
  { sku: 'TOT-CANV-01', name: 'Canvas tote "Smörgåsbord"', cents: 1_700, weight: 15 },
  { sku: 'NTB-WPRF-A5', name: 'Waterproof notebook, A5', cents: 1_350, weight: 14 },
  { sku: 'PEN-LOGB-BL', name: 'Logbook pen, blue', cents: 450, weight: 16 },
  { sku: 'SOP-SEAW-100', name: 'Seaweed soap, 100 g', cents: 720, weight: 19 },
  { sku: 'CAN-DRFT-30', name: 'Candle "Driftwood", 30 h', cents: 2_100, weight: 13 },
  { sku: 'BKT-TIDE-HB', name: 'Book: Reading the Tides, hardback', cents: 2_800, weight: 10 },
  { sku: 'GFT-CARD-25', name: 'Gift card', cents: 2_500, weight: 11 },
]

function sized(sku: string, name: string, cents: number, weight: number): Product[] {
  return ['S', 'M', 'L', 'XL'].map((size) => ({ sku: `${sku}-${size}`, name: `${name}, ${size}`, cents, weight }))
}
