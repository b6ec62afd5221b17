/** The ports of the emulators, as firebase.json has them; put in by the build. */
declare const __EMULATOR_PORTS__: { readonly functions: number; readonly firestore: number; readonly auth: number }
/** The region of the functions, and the Firestore database, as the settings had them when the page was built. */
declare const __PLACE__: { readonly region: string; readonly database: string }
