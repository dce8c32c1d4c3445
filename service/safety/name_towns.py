"""Towns and counties of the United Kingdom: they stay where nothing says that a person is meant."""

from __future__ import annotations

# Some are surnames too: behind a first name, or "Mr", they are hidden all the same.
TOWNS = frozenset(
    """
    aberdare aberdeen abergavenny aberystwyth abingdon accrington aldershot alloa alnwick altrincham ammanford
    andover anglesey antrim arbroath armagh ashby ashford ashington ashton-under-lyne atherstone aylesbury ayr
    bakewell ballymena ballymoney banbridge banbury bangor barnet barnsley barnstaple barrow barrow-in-furness
    basildon basingstoke bathgate batley bebington beccles bedford belfast belper berwick bexhill bexley
    bicester bideford birkenhead birmingham blackburn blackpool blyth bodmin bognor bolton bootle bournemouth
    bracknell bradford braintree brecon brentwood bridgend bridgwater bridlington brighton brixton bromley
    bromsgrove bude burnley burton buxton caernarfon caerphilly camberley camborne cambridge camden cannock
    canterbury cardiff cardigan carlisle carmarthen carrickfergus castleford catford chatham cheadle chelmsford
    cheltenham chepstow cheshunt chester chesterfield chichester chippenham chorley cirencester clacton
    cleckheaton cleethorpes clitheroe coalville colchester coleraine colwyn congleton consett cookstown corby
    cornwall coventry craigavon cramlington crawley crewe cromer crowborough croydon cumbernauld cumbria cwmbran
    darlington dartford derby derry devizes devon dewsbury didcot diss doncaster dorchester dorking dorset dover
    dulwich dumfries dundee dunfermline dungannon dunstable durham dyfed ealing eastbourne eastleigh ebbw
    edgware edinburgh elgin ely enfield enniskillen epsom essex evesham exeter exmouth falkirk falmouth fareham
    farnborough farnham farnworth faversham felixstowe fife finchley fleetwood folkestone formby fraserburgh
    gainsborough galashiels garstang gateshead gillingham glasgow glastonbury glenrothes glossop gloucester
    goole gosforth gosport grangemouth grantham gravesend greenock grimsby guernsey guildford guisborough gwent
    hackney hailsham halesowen halifax halstead harlow harpenden harrogate harrow hartlepool harwich hastings
    hatfield havant haverfordwest hawick hayle heanor hebden hemel hemsworth hendon hereford herne hertford
    heswall hexham heywood hinckley hitchin holmfirth holyhead hornsey horsham hounslow hove hoyland hucknall
    huddersfield hull huntingdon ilford ilfracombe ilkeston ilkley inverness ipswich islington jarrow jersey
    keighley kendal kent keswick kettering kidderminster kilmarnock kirkcaldy kirkwall knutsford lambeth
    lancaster larne leamington leatherhead ledbury leeds leicester leominster lerwick letchworth lewes lewisham
    leyland leyton lichfield lincoln linlithgow liskeard littlehampton liverpool livingston llandudno llanelli
    london loughborough lowestoft ludlow lurgan luton lymington lytham macclesfield maesteg maghull maidenhead
    maidstone maldon malton malvern manchester mansfield margate matlock merthyr mexborough middlesbrough
    minehead montrose morecambe morley morpeth motherwell nairn nantwich neath newark newbury newcastle newport
    newquay newry newtownards norfolk normanton northallerton northampton norwich nottingham nuneaton oban
    okehampton oldham ollerton omagh orkney ormskirk ossett oswestry otley oxford padstow paisley peckham
    peebles penrith penzance pershore perth peterborough peterhead peterlee pickering plymouth pontefract
    pontypridd poole portadown portsmouth powys prestatyn preston prestwich ramsgate rawtenstall redcar redditch
    redhill redruth retford rhyl richmond ripley ripon rochdale rochester romford rotherham rugeley runcorn
    rutland ryde salford salisbury saltash sandbach scarborough scunthorpe seaham selby sevenoaks sheffield
    shetland shoreham shrewsbury sittingbourne skegness skipton sleaford slough solihull southampton southend
    southport spalding stafford staines stalybridge stamford stevenage stirling stockport stockton stoke stoke-
    on-trent stornoway stowmarket strabane stratford stratford-upon-avon streatham stroud sudbury suffolk
    sunderland surrey sussex sutton swansea swindon swinton tamworth taunton tavistock telford tenby tetbury
    tewkesbury thetford thirsk thurso tiverton todmorden tonbridge tooting torquay tottenham tredegar trowbridge
    truro twickenham uckfield urmston uttoxeter uxbridge wakefield wallasey walsall waltham walthamstow
    warrington warwick watford welwyn weymouth whickham whitby whitchurch whitehaven whitley whitstable wickford
    widnes wigan wilmslow wimbledon winchester windsor winsford wisbech witham woking wokingham wolverhampton
    wombwell worcester workington worksop worthing wrexham yeovil york
    """.split()
)
# First names too, so these stay only where a place is meant: "in Barry", "come from Beverley".
NAMED_TOWNS = frozenset(
    "arran barry beverley dudley hamilton harris irvine leigh lewis nelson shirley skye stanley tyrone".split()
)
PLACED = frozenset("in near outside via around".split())
TRAVELLED = frozenset(
    "come comes came coming live lives living travel travels travelling travelled drive drives driving go going moved"
    " am im are were miles hours train bus up down over back all way not far".split()
)
