interface Props {
  readonly email: string
  readonly onEmail: (email: string) => void
}

export function EmailField({ email, onEmail }: Props) {
  return (
    <label>
      E-mail
      <input
        name="email"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => onEmail(event.target.value)}
      />
    </label>
  )
}
