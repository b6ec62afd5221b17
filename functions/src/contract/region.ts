/** The region of the functions. Their callers and the hosting rewrites name it too. */
export const region = 'us-central1'
