import type { RoleNames } from './names.ts'

/*
 * The names that shops give to what an order holds, in English, German, Spanish, Portuguese, French, Italian, Dutch, Indonesian, Turkish
 * and Vietnamese, without accents. Weights compare candidates of one role only.
 */

/** The words for those who buy, as maps and prefixes of their data are named. */
export const personWords =
  'customer buyer user client billing contact purchaser consumer shopper kunde kaufer kaeufer besteller cliente comprador usuario acheteur acquirente klant gebruiker utilisateur utente pelanggan pembeli musteri alici kullanici khach'
/** The words for those who receive: a recipient's name stands in where the customer's is missing. */
export const recipientWords =
  'address shipping delivery recipient receiver adresse direccion endereco indirizzo adres alamat lieferadresse deliver destinatario empfanger'
/** The words for the shop and those who work for it. */
const staffWords = 'seller shop store vendor merchant admin staff driver rider courier restaurant company supplier'

export const roleNames = {
  orderId: {
    names: [
      [
        100,
        'order number,order no,order nr,order id,order num,order code,order ref,order reference,bestellnummer,auftragsnummer,bestell nr,numero pedido,numero de pedido,nro pedido,numero orden,numero de orden,pedido id,id pedido,numero commande,numero de commande,numero ordine,ordernummer,nomor pesanan,no pesanan,kode pesanan,siparis no,siparis numarasi,ma don hang,ma don',
      ],
      [80, 'invoice number,invoice no,invoice id,receipt number,display id,display number,rechnungsnummer,folio'],
      [60, 'number,nummer,numero,reference,ref,code,codigo,invoice,increment id,order name'],
      [45, 'order,id,name,title'],
    ],
    not: 'tracking phone mobile zip postal customer buyer user client product item sku payment transaction coupon promo voucher discount version session driver store table account card bank country currency status',
  },
  status: {
    names: [
      [
        100,
        'status,order status,bestellstatus,auftragsstatus,estado,estado pedido,estado orden,status pedido,situacao,statut,stato,status pesanan,durum,siparis durumu,trang thai',
      ],
      [90, 'state,order state,zustand,etat,current status'],
      [
        70,
        'delivery status,shipping status,fulfillment status,fulfilment status,shipment status,product status,tracking status',
      ],
      [60, 'stage,phase,progress,step,fase'],
      [50, 'payment status,financial status,pay status,payment state'],
    ],
    not: 'address country billing city zip recipient account subscription user customer online previous old history email kyc code',
  },
  totalAmount: {
    names: [
      [
        100,
        'total amount,grand total,order total,total price,total sum,final total,amount total,final amount,final price,payable amount,total payable,total to pay,total cost,order amount,order value,total value,gesamtbetrag,gesamtsumme,gesamtpreis,endbetrag,total pedido,importe total,monto total,precio total,valor total,total geral,preco total,montant total,prix total,total ttc,importo totale,prezzo totale,totaal bedrag,totaalbedrag,total harga,total bayar,total pembayaran,total belanja,toplam tutar,toplam fiyat,genel toplam,tong tien,tong cong,thanh tien',
      ],
      [90, 'total,gesamt,summe,suma,totale,totaal,toplam,tong'],
      [75, 'amount,sum,betrag,montant,importe,monto,valor,importo,bedrag,jumlah,tutar,so tien,charge'],
      [60, 'price,gross,value,cost,preis,precio,preco,prix,prezzo,prijs,harga,fiyat,gia'],
      [55, 'products price,items price'],
    ],
    not: 'sub subtotal tax vat gst discount rebate rabatt shipping delivery freight fee fees tip tips count quantity qty items points unit weight refund refunded saved before due balance change cash commission coupon minimum min max id currency cantidad menge method status at date time goods net savings',
  },
  currency: {
    names: [
      [
        100,
        'currency,currency code,waehrung,wahrung,moneda,moeda,devise,valuta,mata uang,para birimi,tien te,money currency',
      ],
      [70, 'cur,curr,ccy,iso currency,monnaie,money,currency symbol'],
    ],
  },
  subtotal: {
    names: [
      [
        100,
        'sub total,subtotal,sub total amount,zwischensumme,sous total,subtotale,subtotaal,sub total price,ara toplam,tam tinh,subtotal harga',
      ],
      [
        80,
        'items total,items price,goods,goods total,products total,products price,item total,net,net amount,net total,netto,nettobetrag,warenwert',
      ],
    ],
    not: 'tax vat discount shipping delivery',
  },
  tax: {
    names: [
      [
        100,
        'tax,total tax,tax amount,tax total,vat,vat amount,gst,sales tax,mwst,steuer,mehrwertsteuer,ust,iva,impuesto,impuestos,imposto,tva,taxe,imposta,btw,pajak,ppn,kdv,vergi,thue',
      ],
    ],
    not: 'rate percent percentage id code included number name exempt inclusive',
  },
  shipping: {
    names: [
      [
        100,
        'shipping,shipping cost,shipping price,shipping fee,shipping amount,shipping total,total shipping,delivery charge,delivery fee,delivery cost,delivery price,delivery amount,shipping charge,freight,postage,versandkosten,versand,lieferkosten,envio,costo envio,gastos envio,costo de envio,frete,valor frete,frais livraison,frais de livraison,frais de port,livraison,spedizione,costo spedizione,verzendkosten,ongkir,ongkos kirim,biaya kirim,kargo,kargo ucreti,phi ship,phi van chuyen',
      ],
      [60, 'delivery'],
    ],
    not: 'address method status date time id name type city note free tracking',
  },
  discount: {
    names: [
      [
        100,
        'discount,discount amount,total discount,discount total,discounts,rebate,rabatt,nachlass,descuento,desconto,remise,reduction,sconto,korting,diskon,potongan,indirim,giam gia,coupon discount,coupon amount,promo discount,savings',
      ],
    ],
    not: 'code id percent percentage rate type name',
  },
  items: {
    names: [
      [
        100,
        'items,line items,order items,cart items,lines,order lines,products,product list,order products,cart,basket,positions,positionen,artikel,warenkorb,produkte,productos,articulos,items pedido,produtos,itens,articles,produits,panier,lignes,articoli,prodotti,carrello,producten,artikelen,winkelwagen,barang,produk,pesanan,keranjang,urunler,sepet,san pham,gio hang,basket items,basket lines',
      ],
      [
        70,
        'item,product,produkt,producto,produto,produit,prodotto,urun,entries,goods,details,order details,purchases,menu,dishes,food',
      ],
    ],
    not: 'count quantity total price id ids status amount sum number name',
  },
  shippingAddress: {
    names: [
      [
        100,
        'shipping address,delivery address,deliver to,ship to,lieferadresse,versandadresse,direccion envio,direccion de envio,direccion entrega,endereco entrega,endereco de entrega,adresse livraison,adresse de livraison,indirizzo spedizione,bezorgadres,alamat pengiriman,teslimat adresi,dia chi giao hang',
      ],
      [
        85,
        'address,adresse,anschrift,direccion,endereco,indirizzo,adres,alamat,dia chi,customer address,shipping info,shipping details,delivery info',
      ],
      [50, 'location,shipping,delivery,billing address'],
    ],
    not: 'email mail ip wallet id text line street city zip pincode',
  },
  createdAt: {
    names: [
      [
        100,
        'created at,created on,created,creation date,creation time,created date,created time,date created,time created,placed at,placed on,placed,ordered at,ordered on,order date,order time,order timestamp,date of order,erstellt am,erstellt,bestelldatum,bestellt am,fecha creacion,fecha de creacion,fecha pedido,fecha orden,creado en,creado,data criacao,data de criacao,data pedido,criado em,date commande,date creation,date de creation,cree le,creato il,data ordine,aangemaakt,aangemaakt op,besteldatum,tanggal pesanan,tanggal dibuat,dibuat pada,tanggal order,olusturma tarihi,siparis tarihi,ngay tao,ngay dat',
      ],
      [85, 'timestamp,purchase date,purchased at,order datetime,checkout at,submitted at,zeitstempel'],
      [75, 'date,datetime,date time,fecha,datum,data,tanggal,tarih,ngay,time stamp'],
      [60, 'time,when,zeit,hora,uhrzeit,waktu,zaman,ts'],
    ],
    not: 'updated update modified changed delivery delivered shipping shipped paid payment birth due expected estimated cancelled canceled expire expires expiry scheduled pickup end ends reminder completed confirmed user login',
  },
  changedAt: {
    names: [
      [
        100,
        'updated at,updated on,updated,last updated,last updated at,last update,update time,updated time,updated date,update date,date updated,modified at,modified on,modified,last modified,last modified at,date modified,modification date,modified date,changed at,changed,last changed,last change,aktualisiert am,aktualisiert,geaendert am,geaendert,geandert am,geandert,fecha actualizacion,actualizado en,actualizado,fecha modificacion,data atualizacao,atualizado em,atualizado,date modification,mis a jour,modifie le,aggiornato il,aggiornato,gewijzigd,bijgewerkt,diperbarui,diperbarui pada,guncellenme tarihi,guncelleme tarihi,ngay cap nhat,cap nhat',
      ],
    ],
    not: 'status by price user',
  },
} as const satisfies Record<string, RoleNames>

export const customerNames = {
  id: {
    names: [
      [
        100,
        'customer id,buyer id,user id,uid,client id,customer uid,user uid,customer ref,user ref,kunden id,kundennummer,customer number,cliente id,id cliente,usuario id,id usuario,client ref,owner id,created by',
      ],
      [80, 'user,customer,buyer,client,owner,kunde,cliente,usuario,acheteur,klant,pelanggan,musteri'],
      [70, 'id'],
    ],
    not: `product item order payment session device ${staffWords}`,
  },
  name: {
    names: [
      [
        100,
        'customer name,customer full name,buyer name,user name,client name,billing name,contact name,kundenname,nombre cliente,nombre del cliente,nome cliente,nome do cliente,nom client,nom du client,klantnaam,nama pelanggan,nama pembeli,musteri adi,ten khach hang',
      ],
      [
        90,
        'full name,name,fullname,display name,nombre,nombre completo,nome,nome completo,nom,nom complet,naam,nama,nama lengkap,ad soyad,ho ten,ho va ten,isim',
      ],
      [70, 'customer,buyer,client,kunde,cliente,comprador,acheteur,klant,pelanggan,pembeli,musteri,user'],
    ],
    not: `first last family given middle product item order file street city country store shop company title method coupon ${staffWords}`,
  },
  firstName: {
    names: [
      [
        100,
        'first name,given name,firstname,vorname,nombre,prenom,nome,voornaam,nama depan,ad,ten,fname,primer nombre',
      ],
    ],
    not: `product item ${staffWords}`,
  },
  lastName: {
    names: [
      [
        100,
        'last name,family name,surname,lastname,nachname,apellido,apellidos,sobrenome,nom,nom de famille,cognome,achternaam,nama belakang,soyad,ho,lname,second name',
      ],
    ],
    not: `product item ${staffWords}`,
  },
  email: {
    names: [
      [
        100,
        'email,mail,e mail,email address,customer email,buyer email,user email,correo,correo electronico,courriel,eposta,e posta,mail address,contact email',
      ],
    ],
    not: staffWords,
  },
  phone: {
    names: [
      [
        100,
        'phone,phone number,mobile,mobile number,cell,cellphone,telephone,tel,telefon,telefonnummer,handy,telefono,celular,telefone,movil,cellulare,telefoon,telepon,nomor telepon,no hp,hp,whatsapp,whatsapp number,gsm,cep telefonu,so dien thoai,sdt,dien thoai,contact number,contact phone',
      ],
    ],
    not: staffWords,
  },
} as const satisfies Record<string, RoleNames>

export const itemNames = {
  sku: {
    names: [
      [
        100,
        'sku,article number,artikelnummer,item code,product code,product sku,referencia,codigo,code,kode,stok kodu,ma san pham',
      ],
      [85, 'product id,item id,variant id,id,article id,produkt id,product ref,id producto,id produto'],
      [60, 'product,item,ref,reference'],
    ],
    not: 'image category user order brand color size name',
  },
  name: {
    names: [
      [
        100,
        'name,title,product name,item name,product title,item title,bezeichnung,artikelname,produktname,nombre,nombre producto,titulo,nome,nome produto,nom,titre,nom produit,naam,nama,nama produk,nama barang,urun adi,ad,isim,ten,ten san pham',
      ],
      [70, 'product,item,label,description,produkt,producto,produto,beschreibung,descripcion,articulo'],
    ],
    not: 'category brand image url id store shop seller variant color size',
  },
  quantity: {
    names: [
      [
        100,
        'quantity,qty,pieces,count,units,item count,product quantity,menge,anzahl,stueck,stuck,cantidad,quantidade,qtd,quantite,qte,quantita,aantal,hoeveelheid,kuantitas,adet,miktar,so luong',
      ],
      [70, 'amount,number,num,jumlah,no of items'],
    ],
    not: 'price total stock available max min discount weight',
  },
  price: {
    names: [
      [
        100,
        'price,unit price,item price,sale price,selling price,product price,unit amount,sale amount,unit cost,final price,einzelpreis,stueckpreis,preis,precio,precio unitario,preco,preco unitario,valor unitario,prix,prix unitaire,prezzo,prezzo unitario,prijs,stukprijs,harga,harga satuan,fiyat,birim fiyat,gia,don gia',
      ],
      [70, 'amount,cost,rate,value,valor,betrag,montant,importe'],
    ],
    not: 'total sub subtotal discount tax original old compare shipping line currency quantity count before list',
  },
} as const satisfies Record<string, RoleNames>
