import type { OrderStatus } from '../../contract/order.ts'

/*
 * The words for each status: those of Shopify, WooCommerce, Medusa, Magento and Stripe, and others that shops use. A word that could mean
 * two things is not here, so that it is told as unknown and the shop says what it means:
 * - "returned", likewise "iade edildi": the money may have been given back or not. "partially refunded", "partially paid", "partially shipped" and
 *   "partial": a part of the order is in another status than the rest.
 * - "received" (an order by the shop, or a parcel by the customer), likewise "diterima" and "recibido"; "picked up" (by the
 *   courier, or by the customer); "terkirim" (sent, or delivered).
 * - "closed" (done at most shops, refunded at Magento), "archived", "success" (of the payment, or of the order).
 * - "authorized", "requires capture": the money is reserved, and may never be taken.
 * - "draft", "fraud", "disputed", "delivery failed": an order in none of these statuses.
 */
export const statusWords: readonly Readonly<Record<OrderStatus, string>>[] = [
  // English, and what programs write
  {
    pending:
      'pending, new, open, created, placed, submitted, order received, unpaid, not paid, awaiting, awaiting payment, ' +
      'waiting payment, waiting for payment, pending payment, payment pending, payment required, pending confirmation, ' +
      'awaiting confirmation, waiting confirmation, waiting for confirmation, waiting, pending paypal, requires action, ' +
      'requires payment method, requires confirmation',
    on_hold: 'on hold, hold, onhold, held, holded, paused, payment review',
    processing:
      'processing, in process, in progress, paid, payment received, payment confirmed, payment accepted, captured, ' +
      'succeeded, confirmed, accepted, approved, preparing, in preparation, packed, packing, packaging, picking, ' +
      'in production, ready, ready to ship, ready for pickup, ready for delivery, ready for shipping, awaiting shipment, ' +
      'awaiting fulfillment, awaiting pickup, pending fulfillment, unfulfilled, not fulfilled, label printed, ' +
      'label purchased',
    shipped:
      'shipped, in transit, dispatched, sent, shipping, on the way, on its way, en route, out for delivery, delivering, ' +
      'in delivery, handed over to carrier',
    delivered: 'delivered, delivery completed',
    completed: 'completed, complete, fulfilled, done, finished, finalized',
    // What was never paid is no sale.
    cancelled:
      'cancelled, canceled, cancel, cancelled by user, cancelled by customer, cancelled by admin, cancelled by seller, ' +
      'void, voided, failed, payment failed, failed payment, payment error, rejected, denied, refused, declined, ' +
      'payment declined, payment rejected, payment denied, card declined, expired, payment expired, timed out, abandoned',
    refunded: 'refunded, fully refunded, refund completed, money refunded',
  },
  // Spanish
  {
    pending:
      'pendiente, pendiente de pago, pago pendiente, pendiente de confirmación, nuevo, nueva, creado, creada, ' +
      'esperando pago, en espera de pago, por pagar, por confirmar, sin pagar',
    on_hold: 'en espera, retenido, retenida, en pausa',
    processing:
      'procesando, en proceso, en preparación, preparando, pagado, pagada, confirmado, confirmada, aceptado, aceptada, ' +
      'aprobado, aprobada, en curso, empaquetado, listo para enviar, listo para recoger, listo para entregar',
    shipped: 'enviado, enviada, en camino, en tránsito, despachado, despachada, en reparto, en ruta',
    delivered: 'entregado, entregada',
    completed: 'completado, completada, completo, finalizado, finalizada, terminado, terminada',
    cancelled:
      'cancelado, cancelada, anulado, anulada, rechazado, rechazada, fallido, fallida, pago fallido, pago rechazado, ' +
      'expirado, expirada, vencido, vencida',
    refunded: 'reembolsado, reembolsada',
  },
  // Portuguese
  {
    pending:
      'pendente, pendente de pagamento, pagamento pendente, aguardando pagamento, aguardando confirmação, aguardando, ' +
      'novo, nova, criado, criada, a pagar, não pago',
    on_hold: 'em espera, retido, retida, pausado, pausada',
    processing:
      'processando, em processamento, em andamento, em preparação, em preparo, preparando, pago, paga, ' +
      'pagamento aprovado, pagamento confirmado, confirmado, confirmada, aceito, aceita, aprovado, aprovada, em separação, ' +
      'embalado, pronto para envio, pronto para retirada',
    shipped:
      'enviado, enviada, a caminho, em trânsito, em transporte, despachado, despachada, saiu para entrega, em rota de entrega',
    delivered: 'entregue',
    completed: 'concluído, concluída, completo, completa, finalizado, finalizada',
    cancelled:
      'cancelado, cancelada, recusado, recusada, rejeitado, rejeitada, falhou, malsucedido, pagamento recusado, expirado, ' +
      'expirada',
    refunded: 'reembolsado, reembolsada, estornado, estornada',
  },
  // French. WooCommerce calls "on hold" what other shops call "pending": a shop of its words says so.
  {
    pending:
      'en attente, en attente de paiement, attente de paiement, en attente de confirmation, paiement en attente, nouveau, ' +
      'nouvelle, créé, créée, non payé, non payée, impayé, impayée',
    on_hold: 'en pause, suspendu, suspendue, bloqué, bloquée',
    processing:
      'en cours, en cours de traitement, en traitement, traitement en cours, en préparation, en cours de préparation, payé, ' +
      'payée, paiement accepté, confirmé, confirmée, accepté, acceptée, validé, validée, approuvé, approuvée, emballé, ' +
      'emballée, prêt, prête, prêt à expédier',
    shipped:
      'expédié, expédiée, envoyé, envoyée, en livraison, en cours de livraison, en transit, en route, en chemin, ' +
      'en cours d’acheminement',
    delivered: 'livré, livrée',
    completed: 'terminé, terminée, complété, complétée, achevé, achevée, finalisé, finalisée',
    cancelled:
      'annulé, annulée, refusé, refusée, rejeté, rejetée, échoué, échouée, échec, paiement refusé, paiement échoué, expiré, ' +
      'expirée',
    refunded: 'remboursé, remboursée',
  },
  // German
  {
    pending:
      'ausstehend, offen, neu, unbezahlt, nicht bezahlt, zahlung ausstehend, wartet auf zahlung, warten auf zahlung, ' +
      'bestellt, eingegangen, bestellung eingegangen',
    on_hold: 'in wartestellung, zurückgestellt, angehalten, pausiert',
    processing:
      'in bearbeitung, wird bearbeitet, bearbeitung, bezahlt, bestätigt, angenommen, akzeptiert, genehmigt, ' +
      'in vorbereitung, wird vorbereitet, verpackt, versandbereit, versandfertig, abholbereit',
    shipped: 'versandt, versendet, verschickt, unterwegs, in zustellung, in lieferung',
    delivered: 'geliefert, zugestellt, ausgeliefert',
    completed: 'abgeschlossen, fertiggestellt, fertig, erledigt, vollständig',
    cancelled:
      'storniert, abgebrochen, annulliert, abgelehnt, fehlgeschlagen, zahlung fehlgeschlagen, gescheitert, abgelaufen, ' +
      'verweigert',
    refunded: 'erstattet, rückerstattet, zurückerstattet',
  },
  // Italian
  {
    pending:
      'in attesa, in attesa di pagamento, pagamento in sospeso, in attesa di conferma, nuovo, nuova, creato, non pagato, da pagare',
    on_hold: 'in sospeso, sospeso, sospesa',
    processing:
      'in lavorazione, in elaborazione, in corso, in preparazione, pagato, pagata, confermato, confermata, accettato, ' +
      'accettata, approvato, approvata, pronto per la spedizione',
    shipped: 'spedito, spedita, inviato, inviata, in transito, in viaggio, in consegna',
    delivered: 'consegnato, consegnata',
    completed: 'completato, completata, concluso, conclusa, terminato',
    cancelled: 'annullato, annullata, rifiutato, rifiutata, fallito, fallita, pagamento fallito, scaduto, scaduta',
    refunded: 'rimborsato, rimborsata',
  },
  // Dutch
  {
    pending:
      'in afwachting, wacht op betaling, wachten op betaling, in afwachting van betaling, nieuw, onbetaald, niet betaald',
    on_hold: 'in de wacht, aangehouden, gepauzeerd',
    processing:
      'in behandeling, wordt verwerkt, verwerken, in verwerking, betaald, bevestigd, geaccepteerd, goedgekeurd, ' +
      'in voorbereiding, ingepakt, klaar voor verzending',
    shipped: 'verzonden, verstuurd, onderweg, wordt bezorgd',
    delivered: 'geleverd, bezorgd, afgeleverd',
    completed: 'voltooid, afgerond, afgehandeld',
    cancelled: 'geannuleerd, afgewezen, geweigerd, mislukt, betaling mislukt, verlopen',
    refunded: 'terugbetaald, gerestitueerd',
  },
  // Indonesian
  {
    pending:
      'menunggu, tertunda, baru, pesanan baru, menunggu pembayaran, menunggu konfirmasi, belum bayar, belum dibayar, ' +
      'belum diproses, dipesan',
    on_hold: 'ditahan, ditangguhkan',
    processing:
      'diproses, sedang diproses, dalam proses, proses, dibayar, sudah dibayar, lunas, dikonfirmasi, terkonfirmasi, ' +
      'disetujui, dikemas, sedang dikemas, disiapkan, sedang disiapkan, siap dikirim, perlu dikirim, siap diambil',
    shipped: 'dikirim, sedang dikirim, dalam pengiriman, dalam perjalanan, diantar, sedang diantar',
    delivered: 'sudah sampai, sampai, sampai tujuan, sampai di tujuan',
    completed: 'selesai, pesanan selesai',
    cancelled: 'dibatalkan, batal, ditolak, gagal, pembayaran gagal, kedaluwarsa, kadaluarsa',
    refunded: 'dikembalikan dananya, dana dikembalikan',
  },
  // Vietnamese
  {
    pending:
      'chờ xử lý, đang chờ, đang chờ xử lý, chờ xác nhận, chờ thanh toán, chưa thanh toán, chưa xử lý, mới, đơn mới, ' +
      'đơn hàng mới, đã đặt, đã đặt hàng, chờ duyệt',
    on_hold: 'tạm giữ, tạm hoãn, tạm dừng',
    processing:
      'đang xử lý, đã xác nhận, đã thanh toán, đã duyệt, đang chuẩn bị, đang chuẩn bị hàng, chuẩn bị hàng, đang đóng gói, ' +
      'đã đóng gói, chờ lấy hàng, chờ giao hàng, chờ vận chuyển',
    shipped: 'đang giao, đang giao hàng, đang vận chuyển, vận chuyển, đã gửi, đã gửi hàng, đã xuất kho',
    delivered: 'đã giao, đã giao hàng, giao thành công, giao hàng thành công',
    completed: 'hoàn thành, đã hoàn thành, hoàn tất, đã hoàn tất',
    cancelled:
      'hủy, đã hủy, bị hủy, huỷ, đã huỷ, bị huỷ, đã hủy đơn, từ chối, bị từ chối, đã từ chối, thất bại, ' +
      'thanh toán thất bại, hết hạn',
    refunded: 'đã hoàn tiền, hoàn tiền',
  },
  // Turkish. WooCommerce calls "on hold" what other shops call "pending": a shop of its words says so.
  {
    pending:
      'beklemede, bekliyor, bekleniyor, ödeme bekleniyor, ödeme bekliyor, onay bekliyor, onay bekleniyor, yeni, ' +
      'yeni sipariş, oluşturuldu, sipariş alındı, ödenmedi',
    on_hold: 'askıda, askıya alındı, durduruldu',
    processing:
      'işleniyor, işlemde, işleme alındı, hazırlanıyor, hazır, hazırlandı, ödendi, ödeme alındı, onaylandı, ' +
      'kabul edildi, paketlendi, paketleniyor, kargoya hazır',
    shipped: 'kargoda, kargoya verildi, kargolandı, gönderildi, yolda, dağıtımda, dağıtıma çıktı, sevk edildi',
    delivered: 'teslim edildi',
    completed: 'tamamlandı, bitti',
    cancelled:
      'iptal, iptal edildi, reddedildi, başarısız, başarısız oldu, ödeme başarısız, ödeme reddedildi, süresi doldu',
    refunded: 'ücret iade edildi, para iadesi yapıldı, geri ödendi',
  },
]
