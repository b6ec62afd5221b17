import type { SampleCurrency } from './currencies.ts'

/** Where customers live, and how people there are called, reached and taxed. */
export interface Region {
  readonly country: string
  readonly currency: SampleCurrency
  /** The share of the customers, relative to the other regions. */
  readonly weight: number
  readonly taxPercent: number
  readonly given: readonly string[]
  readonly family: readonly string[]
  /** "City, state or province, postal code"; the middle part is empty where addresses have none. */
  readonly cities: readonly (readonly [city: string, state: string, postalCode: string])[]
  readonly streets: readonly string[]
  /** Each # stands for a digit. Number ranges that are reserved for fiction, where a country has one. */
  readonly phone: string
}

export const regions: readonly Region[] = [
  {
    country: 'US',
    currency: 'USD',
    weight: 55,
    taxPercent: 7,
    given: ['Ava', 'Liam', 'Olivia', 'Noah', 'Emma', 'José', 'Sophia', 'Ethan', 'Mia', 'Zoë', 'Tyrone', 'Renée'],
    family: ['Smith', 'Johnson', 'Williams', 'García', 'Brown', 'Nguyen', "O'Connor", 'Washington', 'Peña', 'Kim'],
    cities: [
      ['Portland', 'ME', '04101'],
      ['Seattle', 'WA', '98101'],
      ['San Diego', 'CA', '92101'],
      ['New York', 'NY', '10001'],
      ['Austin', 'TX', '78701'],
    ],
    streets: ['Harbor St', 'Maple Ave', 'Ocean Blvd', 'Main St', '5th Ave'],
    phone: '+1 202 555 01##',
  },
  {
    country: 'CA',
    currency: 'CAD',
    weight: 6,
    taxPercent: 13,
    given: ['Amélie', 'Owen', 'Chloé', 'Félix', 'Harper', 'Étienne'],
    family: ['Tremblay', 'Gagnon', 'Côté', 'MacDonald', 'Singh', 'Bélanger'],
    cities: [
      ['Halifax', 'NS', 'B3H 1A1'],
      ['Montréal', 'QC', 'H2X 1Y4'],
      ['Vancouver', 'BC', 'V6B 1A1'],
    ],
    streets: ['Water St', 'Rue Saint-Denis', 'King St'],
    phone: '+1 613 555 01##',
  },
  {
    country: 'GB',
    currency: 'GBP',
    weight: 9,
    taxPercent: 20,
    given: ['Oliver', 'Amelia', 'Siân', 'Callum', 'Priya', 'Niamh'],
    family: ['Taylor', 'Davies', 'Wilson', 'Patel', 'Ó Súilleabháin', 'Clarke'],
    cities: [
      ['Falmouth', '', 'TR11 3DQ'],
      ['Bristol', '', 'BS1 4DJ'],
      ['Edinburgh', '', 'EH6 6QQ'],
    ],
    streets: ['Quay Road', 'High Street', 'Church Lane'],
    phone: '+44 7700 900###',
  },
  {
    country: 'DE',
    currency: 'EUR',
    weight: 7,
    taxPercent: 19,
    given: ['Jürgen', 'Anneliese', 'Björn', 'Käthe', 'Lukas', 'Sören'],
    family: ['Müller', 'Schröder', 'Weiß', 'Jäger', 'Köhler', 'Yılmaz'],
    cities: [
      ['Hamburg', '', '20457'],
      ['Lübeck', '', '23552'],
      ['München', '', '80331'],
    ],
    streets: ['Hafenstraße', 'Große Freiheit', 'Am Markt'],
    phone: '+49 30 23125 ###',
  },
  {
    country: 'FR',
    currency: 'EUR',
    weight: 6,
    taxPercent: 20,
    given: ['Léa', 'Hélène', 'François', 'Zoé', 'Maël', 'Thérèse'],
    family: ['Lefèvre', 'Dubois', 'Benoît', 'Le Gall', 'Châtelain', 'Moreau'],
    cities: [
      ['Brest', '', '29200'],
      ['Saint-Malo', '', '35400'],
      ['Sète', '', '34200'],
    ],
    streets: ['rue du Port', 'quai de la Fosse', 'avenue de la Mer'],
    phone: '+33 1 99 00 ## ##',
  },
  {
    country: 'PL',
    currency: 'PLN',
    weight: 3,
    taxPercent: 23,
    given: ['Łukasz', 'Małgorzata', 'Zofia', 'Paweł'],
    family: ['Wiśniewski', 'Wójcik', 'Dąbrowska', 'Żak'],
    cities: [
      ['Gdańsk', '', '80-831'],
      ['Łódź', '', '90-001'],
    ],
    streets: ['ul. Długa', 'ul. Świętojańska'],
    phone: '+48 22 000 00 ##',
  },
  {
    country: 'SE',
    currency: 'SEK',
    weight: 3,
    taxPercent: 25,
    given: ['Åsa', 'Björn', 'Märta', 'Östen'],
    family: ['Åkesson', 'Sjöberg', 'Lindström', 'Öberg'],
    cities: [
      ['Göteborg', '', '411 03'],
      ['Malmö', '', '211 20'],
    ],
    streets: ['Hamngatan', 'Västra Sjögatan'],
    phone: '+46 8 465 004 ##',
  },
  {
    country: 'MX',
    currency: 'MXN',
    weight: 3,
    taxPercent: 16,
    given: ['Ximena', 'Íñigo', 'Begoña', 'Andrés'],
    family: ['Núñez', 'Hernández', 'Ibáñez', 'Muñoz'],
    cities: [
      ['Mazatlán', 'SIN', '82000'],
      ['Mérida', 'YUC', '97000'],
    ],
    streets: ['Calle del Puerto', 'Avenida Juárez'],
    phone: '+52 55 0000 00##',
  },
  {
    country: 'JP',
    currency: 'JPY',
    weight: 4,
    taxPercent: 10,
    given: ['Yūko', 'Kenji', 'Shōta', 'Misaki', 'さくら'],
    family: ['Satō', 'Ōno', 'Takahashi', 'Itō', '田中'],
    cities: [
      ['Yokohama', 'Kanagawa', '231-0001'],
      ['Kōbe', 'Hyōgo', '650-0001'],
    ],
    streets: ['Minato-chō', 'Hamamatsu-dōri'],
    phone: '+81 90 0000 00##',
  },
  {
    country: 'VN',
    currency: 'VND',
    weight: 1,
    taxPercent: 10,
    given: ['Thảo', 'Đức', 'Hương'],
    family: ['Nguyễn', 'Trần', 'Đặng'],
    cities: [['Đà Nẵng', '', '550000']],
    streets: ['Bạch Đằng', 'Lê Lợi'],
    phone: '+84 236 0000 0##',
  },
  {
    country: 'IN',
    currency: 'INR',
    weight: 1,
    taxPercent: 18,
    given: ['Aarav', 'Ananya', 'Ishaan'],
    family: ['Sharma', 'Iyer', 'Banerjee'],
    cities: [['Kochi', 'KL', '682001']],
    streets: ['Marine Drive', 'MG Road'],
    phone: '+91 484 000 00##',
  },
  {
    country: 'KW',
    currency: 'KWD',
    weight: 2,
    taxPercent: 0,
    given: ['Fatima', 'Yousef', 'نورة'],
    family: ['Al-Sabah', 'Al-Mutairi', 'العتيبي'],
    cities: [['Kuwait City', '', '15000']],
    streets: ['Arabian Gulf Street', 'Fahad Al-Salem Street'],
    phone: '+965 0000 00##',
  },
]
