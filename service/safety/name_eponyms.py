"""Illnesses, tests and hospitals that bear a person's name. Each stays where the words beside it say so."""

from __future__ import annotations

# Before one of NOUNS: "Wright's stain", "Bell palsy".
EPONYMS = frozenset(
    """
    achilles addison alport alzheimer apgar argyll asherman asperger baker barlow barrett bartholin bartter battle
    bazett becker behcet bell bence bernard berger bernstein best bishop binet bland bloom bowen bowman braden bright
    broca brown brugada brudzinski budd buerger bundle burkitt campbell carney castleman chagas charcot christmas
    clark cobb cockcroft cockayne cohn conn coombs cooley cooper cotard crohn cullen cushing danlos darier dean
    deauville dercum diamond dickson down dravet dressler duchenne dupuytren durie eaton ebstein edmonton edward edwards
    ehlers eisenmenger evans ewing fabry fallot fanconi felty fisher fitzpatrick flynn fournier friedreich gardner
    gaucher gilbert giemsa gillespie glasgow gleason goodpasture gottron graham gram grave graves grey gunther guthrie
    hamilton hansen hartmann hartnup hashimoto hellp henoch hess hirschsprung hodgkin hoffman hoffmann holter homan
    homans horner howell hunt hunter huntington hurler hutchinson jacob jansky job johnson jolly jones kahler kaposi
    kaplan karnofsky kawasaki kell kennedy kernig klinefelter koebner koplik korsakoff kostmann lansky lasegue leber
    leigh lewy lhermitte li lichtman light ludwig lugano lyme lynch mallory mantoux marfan mayer mcburney mcardle
    meckel meier menetrier meniere menkes merkel miller moh mohs morton murphy neer nissen noonan ommaya osgood osler
    paget pancoast parkinson patau penrose perthes peyronie philadelphia plummer pompe pott potter prader purkinje
    quincke ramsay raynaud reed reiter rett reye richter rinne romberg rorschach ross russell sanger schilling
    schirmer schober schwann seldinger sezary sheehan simpson sjogren spurling starling steinert stevens still
    stokes sturge swan sweet sydenham takayasu tanner tay thomas thompson todd tourette trendelenburg trousseau turner
    tzanck usher valsalva van virchow wagner waldenstrom wallace warthin weber wegener well wells wernicke west
    whipple wilms williams wilson wolff wood wright young ziehl zollinger
    """.split()
)
# What no writer says of a person they know: any of the names stays before these.
NOUNS = frozenset(
    """
    area areas bodies chorea chromosome classification contracture criteria disease diverticulum dystrophy equation
    formula granuloma index law leukaemia lymphoma macroglobulinaemia manoeuvre murmur nephropathy neuroma oesophagus
    palsy phenomenon pupil reflex sarcoma sign stain staining stains sydrome syndrom syndrome syndromes tetralogy
    thyroiditis transformation triad vasculitis
    """.split()
)
# Before these only those stay that are nobody's surname: "Campbell's rash" is a patient's.
NOUNS_OF_ANYONE = frozenset(
    """
    anaemia catheter cell cells cyst diet fever fracture grade line manoeuvre method nerve node nodes nodules
    point position procedure protein puncture rash reaction reservoir ring rule scale score scoring spots stage staging
    swab tendon test tests tumour ulcer virus
    """.split()
)
# These are said alone as well; no person that a patient knows has such a name.
PAIRED = frozenset(
    """
    argyll-robertson bence-jones budd-chiari brown-sequard calve-perthes charcot-marie-tooth chediak-higashi
    cockcroft-gault creutzfeldt-jakob diamond-blackfan durie-salmon eaton-lambert ehlers-danlos epstein-barr
    guillain-barre henoch-schonlein hoffmann-reed howell-jolly kaplan-meier lambert-eaton lesch-nyhan li-fraumeni
    may-hegglin miller-fisher niemann-pick osler-weber-rendu prader-willi ramsay-hunt reed-sternberg schonlein-henoch
    shwachman-diamond stevens-johnson stokes-adams sturge-weber tay-sachs von-willebrand wernicke-korsakoff
    wiskott-aldrich wolff-parkinson-white ziehl-neelsen zollinger-ellison
    """.split()
)
# Hospitals that are called as a person is, where something is asked of them: "does Christie do it".
HOSPITALS = frozenset("beatson brompton christie churchill freeman marsden radcliffe whittington".split())
OF_HOSPITALS = frozenset("do does offer offers treat treats hospital campus or".split())
OF_GUYS = OF_HOSPITALS | {"closer", "nearer", "better", "and", "have", "cancer", "st", "thomas"}
# Charities and hospitals that are persons where one is somebody's: "Nolan is my little boy".
SOMEBODYS = frozenset("nolan christie freeman maggie marsden".split())
# A person's own where "'s" or a first name stands before: "Priya's line", "is Anil line ok".
OWN_THINGS = frozenset("line test score scale sign virus ward unit room house wing suite building block trial".split())
BARE_THINGS = frozenset("line test score sign".split())
