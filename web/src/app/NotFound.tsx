import { hrefOf } from '../routing/location.ts'

export function NotFound() {
  return (
    <section className="panel">
      <h1>There is nothing at this address</h1>
      <p>
        <a href={hrefOf(['orders'])}>Go to the orders</a>
      </p>
    </section>
  )
}
