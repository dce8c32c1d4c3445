"""What looks like a name and is none: medicines, illnesses, organisations, shops, food and stories. These stay."""

from __future__ import annotations

import re

# These, and the words of content/, stay.
KEPT = frozenset(
    """
    abbvie abecma accofil actemra actimel adcetris addenbrooke addenbrookes addisons afghan african aintree akynzeo
    alder aldi alexa allah alltogether alzheimer alzheimers amazon ambisome american amgen amlodipine anadin
    anakinra anusol anzemet arabic arcoxia argos arixtra arsenal asda asian aspirin astrazeneca ativan atorvastatin
    aucatzyl augmentin autolus avastin aveeno aviva avomine axa babinski babraham bactrim baileys bangladeshi
    barclays barretts bart barts beatson beconase beechams benadryl bence bengali benidorm berocca besponsa
    betnovate bible biotene bisoprolol blincyto bloodwise bonjela boots bovril breyanzi bristol british broadgreen
    brohn brompton brukinsa brummie buccastem buddha buddhist bupa burkitts buscopan butlins butrans calpol
    calquence cancidas canesten cantonese caphosol captain caribbean carling carpall carvykti cassiopeia castleman
    castlemans catholic celebrex celgene celsius centrum cerazette cerelle cetraben charcot chatgpt chinese christ
    christian christians christie churchill cialis cipralex cipramil ciproxin clarithromycin clarityn clarityne
    clatter clatterbridge clenil clexane cockney codis coli colofac columvi complan coombs copilot cornish corsodyl
    cosmocol covid cresemba crohn crohns cushing cushings cuvitru cymbalta cymevene cypriot cytarabine czech
    daktacort daktarin danlos darzalex dasatinib deliveroo depo dermovate derriford dexa dexamet diazemuls diff
    difficile difflam diflucan dioralyte diprobase diwali dla domino dominos doppler doublebase dove doxycycline
    dulcolax dupuytren durogesic dutch dvla e45 easyjet ebay ecog effexor ehlers eid eliana eliquis eltroxin ema
    emend enbrel english ensure entresto epaderm epilim epkinly epstein esa eumovate european eurostar ewing
    facebook fahrenheit fanconi farsi fda febreze feldene felix fentora filipina filipino flagyl fludara fortijuce
    fortisip forxiga foscavir fostair fragmin freeman french fresubin frisium furosemide fybogel gammaplex gartnavel
    gavi gaviscon gdpr gelclair gentamicin geordie german germolene germoloids ghanaian gilead glasgow glaswegian
    gleevec glenfield gliclazide glivec google graall granocyte greek greggs groshong guillain guinness gujarati
    gurdwara hajj halifax halloween hammersmith hanukkah harefield hashimoto hashimotos hausa heartlands heineken
    herceptin hickman hindu hispanic hizentra hmrc hodgkin hodgkins holter horlicks humalog humira huntingtons
    hydrocortisone ibiza icb iceland icelandic iclusig igbo ikea imatinib imbruvica imnovid imodium indian innohep
    instagram insulin iraqi irish isa israeli italian jakavi jamaican janssen jardiance jewish kaiser kaplan kaposi
    karnofsky kawasaki kenyan keppra keytruda kindle kineret kiovig kite korean kurd kurdish kymriah kytril
    lactulose lamictal lantus lanzarote lasix latin latina latino laxido lebanese lemsip letermovir leucid levemir
    levothyroxine lidl lisinopril listerine livtencity lixiana lloyds londoner longtec losartan losec lucozade
    lunsumio lustral lyme lyrica mabthera macmillan maggie maggies majorca mallorca maltese mancunian mandarin
    marfan marmite marsden marvelon matrifen maxolon mcdonalds mebeverine medac medicaid medicare megabus meier
    meniere menieres meropenem mesna messenger metformin mexican mhra microgynon minjuvi mirena moderna monzo
    moroccan morrisons motilium mounjaro movicol mpl musgrove muslim mycamine mylotarg nando nandos natwest nepali
    netflix neulasta neupogen neurontin nexium nexplanon nhs ninewells nintendo nitrofurantoin nivea nivestim nolan
    nonhodgkin northern northerner novartis novorapid noxafil nplate nurofen nutella obe obecel ocado octagam
    oilatum ommaya oncaspar opdivo oramorph otrivine ovaltine oxycontin oxynorm ozempic pakistani panadol panzyga
    papworth paramol parkinson parkinsons pashto paxlovid paypal pelgraz pepcid pepsi peroni petri pfizer phenergan
    philadelphia picc pimms pip piriteze piriton plavix polish polivy polski pomalyst portacath portuguese pradaxa
    prednisolone prednisone prevymis primark privigen prolia prozac punjabi quinton quran radcliffe raigmore ramadan
    ramipril raynaud raynauds reddit remicade rennies revlimid revolade revolut ribena richter richters rigevidon
    ritalin rituxan rituximab rivotril rixathon roactemra roma romanian romany romberg ryanair ryvita saga sainsbury
    sainsburys samaritans santander savlon scemblix scottish scouse scouser seacroft seldinger senokot sepsis
    septrin seretide seroxat servier sevredol shortec sikh simvastatin siri sjogren sjogrens snickers soliris
    solpadeine somali southern spanish specsavers spiriva spironolactone sporanox spotify sprycel starbucks staysure
    stemetil subgam subway sudafed sudocrem superdrug swahili swiss symbicort tagalog takeda tamiflu tamil tasigna
    tavanic tazocin tecartus tegretol teicoplanin telfast tenerife tepkinly tesco tescos tesla thai tibetan tiktok
    tocilizumab tooth torah toujeo tourette tourettes tower trainline tramacet truxima tums turk tyenne tylenol uber
    ugandan ukall ukall14 umrah urdu vaisakhi valcyte valium valtrex vancomycin velcade velindre venclexta venclyxto
    ventolin vfend viagra victoza vinted vitality voltarol waitrose waldenstrom waldenstroms warfarin weetabix
    wegovy welsh wembley wetherspoon wetherspoons whatsapp wikipedia wilms xanax xarelto xtandi yakult
    yakults yescarta yorkshireman yoruba youtube zantac zarzio zimbabwean zirtek zispin zithromax zofran zolgensma
    zometa zomorph zoom zopiclone zovirax zuma zydol zynlonta
    """.split()
)
# Whatever stands before one of these belongs to its name: "Castle Hill Hospital", "Burkitt lymphoma".
INSTITUTIONS = frozenset(
    """
    hospital hospitals infirmary clinic centre center ward unit trust foundation university college hospice house lodge
    institute syndrome disease lymphoma sarcoma palsy thyroiditis phenomenon line virus test score scale sign criteria
    society fund appeal charity airport station park road street wing hill building tower block suite theatre trial
    study protocol
    """.split()
)
# The names of hospitals, charities and illnesses.
PROTECTED = re.compile(
    r"\b(?:anthony nolan(?!-)|marie curie|john radcliffe|great ormond street|epstein[ -]barr"
    r"|(?:guillain|gillian|guillian)[ -]barr\w+|ronald"
    r" mcdonald|maggie['\u2019]?s"
    r"|teenage cancer trust|young lives|tunbridge wells|milton keynes|penny brohn|sue ryder|leuk\w+ care"
    r"|jimmy['\u2019]?s|lady sobell"
    r"|winston['\u2019]?s wish|martin pule|sarah cannon"
    r"|emily whitehead|florence nightingale|james cook|robert jones|william harvey|helen (?:and|&) douglas|louis"
    r" dundas|elizabeth garrett anderson"
    r"|norfolk (?:and|&) norwich|clic sargent|henry the \w+|harry['\u2019]?s story|chelsea (?:and|&) westminster"
    r"|down['\u2019]?s|(?:guy['\u2019]?s|bart['\u2019]?s) (?:and|&) \w+\.? \w+|"
    r"(?:at|to|from|in|near|under|for|like|of|around) guy['\u2019]?s|st(?:\.|\.? )\w+['\u2019]?s?|saint \w+"
    r"|(?:queen|king|prince|princess) \w+(?:['\u2019]s)?|king['\u2019]?s"
    r" college|royal \w+(?: \w+ (?:hospital|infirmary))?|lord mayor"
    r"|norman c\w+|addenbrooke\S*|freeman|clatterbridge|clare hall|(?:new"
    r" )?victoria line)\b",
    re.IGNORECASE,
)
# Sold, sung or told: nobody the writer knows.
PUBLIC_NAMES = re.compile(
    r"\b(?:(?:dr|doctor) (?:google|who|pepper|martens?|foster|seuss)|mr (?:bean|kipling|whippy|muscle|men)"
    r"|mrs (?:browns boys|doubtfire)|earl grey|lady grey|uncle ben\W?s?|ben (?:and|&|n) jerry\W?s?|jack daniel\W?s?"
    r"|johnnie walker|jim beam|captain morgan|marks (?:and|&|n) (?:spencers?|sparks)|john lewis|lea (?:and|&) perrins"
    r"|harry potter|james bond|peppa pig|bob the builder|postman pat|fireman sam|thomas the tank|taylor swift"
    r"|ed sheeran|father christmas|granny smith|jacob\W?s crackers|aunt bessie\W?s|betty crocker|ella\W?s kitchen"
    r"|paul hollywood|mary berry|joe wicks|king charles|queen camilla|prince william|king william|queen elizabeth"
    r"|lewis hamilton|gordon ramsay|jamie oliver|bridget jones|billy elliot|moby dick|peter pan"
    r"|tom,? dick (?:and|&) harry|ben nevis"
    r"|barry island|john o\W?groats|charlotte street|oliver twist|clark kent|victoria (?:sponge|coach|line|plum)"
    r"|caesar salad|jesus(?: christ)?|virgin mary|bloody mary|mother teresa|murphy\W?s law|alexandra palace"
    r"|henry hoover|saffron walden|joy division|kit ?kat|pepsi max|bence jones|martha\W?s rule|valentine\W?s"
    r"|wilson\W?s disease|st patrick\W?s"
    r"|turner syndrome|helen ley|martin house|clare house|hope you|faith in|patience is|oyster card|bob marley"
    r"|elton john|ally pally)\b",
    re.IGNORECASE,
)


_TOKEN = re.compile(r"[^\W\d_]+")
# So small that they say nothing: each name above has another word besides.
_SMALL = frozenset(
    "and n the is in you who line card house b w s o men law at to from near under for like of around new cancer trust"
    " young d ser c r t".split()
)


def _words_of(rule: re.Pattern[str]) -> frozenset[str]:
    """Returns the words one of which stands in whatever the rule finds, each with an "s" too."""
    words = {word for word in re.findall(r"[a-z]+", re.sub(r"\\.|u2019", " ", rule.pattern)) if word not in _SMALL}
    return frozenset(words | {f"{word}s" for word in words} | {"kitkat"})


_OF_PROTECTED, _OF_PUBLIC = _words_of(PROTECTED), _words_of(PUBLIC_NAMES)


def kept_places(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Returns where names of institutions or illnesses stand, and where those of what is sold, sung or told do.

    The words are looked up first: few messages have any, and the rules are slow.
    """
    words = set(_TOKEN.findall(text.lower()))
    protected = [] if _OF_PROTECTED.isdisjoint(words) else [found.span() for found in PROTECTED.finditer(text)]
    public = [] if _OF_PUBLIC.isdisjoint(words) else [found.span() for found in PUBLIC_NAMES.finditer(text)]
    return protected, public
