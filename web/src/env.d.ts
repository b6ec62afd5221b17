/** Where the emulators listen, as firebase.json has it; put in by the build. */
declare const __EMULATOR_PORTS__: { readonly functions: number; readonly firestore: number; readonly auth: number }
