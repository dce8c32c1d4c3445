"""Everyday words of languages people in England speak besides English, written without accents, as on many phones.

They do two things. A message in one of these languages has some of them; letters typed at random have none. And a word
that is among them ("die", "was", "come", "are") does not show that a message is English.
"""

from __future__ import annotations

# Language, as the detector names it -> its everyday words. Languages with letters of their own need no words.
COMMON_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "ALBANIAN": """a cfare cilat dhe dje do e eshte ge i im jam ju ka kam kete keto kjo ku kur kush me mire
            mua mund nese nga nje nuk pas per po qe sa se shume si sot ta te tim time une""",
        "FRENCH": """a age ai apres au aux avec avoir bien but car cas case cause ce cela ces cette combien
            comment dans date dates de des dire dois du elle en est et etre faire fait faut fin il ils j'ai je
            l'hopital la le les leur long lui ma mais me mes moi mon ne nous on ont ou par pas pays peut peux
            plus pour puis qu'est quand que quel quelle quelles quels qui quoi rare sa sans se ses si six son
            sont sous suis sur ta ton tous tout tres tu un une va vais veux votre vous y""",
        "GERMAN": """aber als also am an arm arzt auch auf aus bald bei bin bis bitte da danach darf das dem
            den der des die diese doch dort du ein eine einem einen einer er es fur ge gegen gibt gut habe
            haben hand hat hatte her hier ich ihm ihr im in ist ja kann kein keine kind klein konnen land lange
            man mein meine meinen meiner mich mir mit muss nach name nicht noch nur ob oder rat sagen sehen
            sehr sein seine sich sie sind so tag uber um und uns von vor wann war warm warum was weil welche
            wenn wer werden wie wieder will wir wird wo zu zum zur""",
        "HUNGARIAN": """a alatt altal az azt be beteg csak de ebben egy el ember en es ez ezt fel ha haza hogy
            hogyan holnap ide is itt jo kell kezeles ki korhaz le lehet ma majd mar meddig meg mellekhatasai
            mert mi miatt mikor milyen mindig mint most nagyon nekem neki nem nincs olyan ota rola s szamara
            tegnap tud utan vagy vagyok van vannak volt""",
        "ITALIAN": """a al alla anche bene c'e case che chi ci come con cosa cui da dal dalla dare de dei del
            della delle devo di dire do dopo dove due e era fa far fine gli ha ho i il in io l'ospedale la le
            lo ma mi mia mio molto nel nella non o ogni per perche piu poi posso puo qual quale quali quando
            quanto questa questo sale sara se sei si solo sono stare su sua suo ti tra tutto un una va vi vita
            voglio""",
        "LITHUANIAN": """apie ar as bei bus buti dabar dar del gali galiu i iki ir is jau jei jis kada kaip kas
            kiek kokie koks kur kuriose kuris labai man mane mano mums ne nera nes noriu nuo per po prie si sia
            siandien su tai tik turiu uz va vakar yra""",
        "POLISH": """a ale bardzo bede bo by byc bylo co czy czym dla dlaczego do dzis gdzie go i ich ile ja
            jak jaka jaki jakie je jest jestem kiedy ktory ma mam mamy mi mnie moge moj moja moje mojego most
            moze mozna my na nad nie o od on ona pan pani po pod pot prosze przed przez przy sa sad sie ta tak
            tam te tego tej ten tez to tu ty tylko w we wie z za ze""",
        "PORTUGUESE": """a ao aos apos as ate com como da das de depois deve dia dias do dos e ela ele em era
            essa este eu fica ficar foi ha isso ja la mais mas me meu minha muito na nao nas nem no nos nossa o
            onde os ou para pela pelo pode por porque posso preciso quais qual quando quanto que quem quero sao
            se sem ser seu sim so sou sua tem tenho ter um uma voce""",
        "ROMANIAN": """a acasa acest acum al am ani ar are as asta au bine ca cand care cat cate ce cel cu cum
            da dar de despre din doi dupa e ea el este eu fac face fara fi fie foarte ii il in intre la ma mai
            mea mei meu mi mine nevoie noi nu o pana parte pe pentru poate pot sa sau se si sub sunt te timp
            tot trebuie un unde unei unele va vreau""",
        "SLOVAK": """a aj aka ake ako aky ale alebo ani bude budem by byt co dlho do este ho ich ja je jeho kde
            ked kedy kolko ktore len ma mam mate mi mna moj moja moje moze mozem na nie o od po pre preco pred
            pri s sa si sme so som su ta tak tejto to tuto uz v vo z za ze""",
        "SOMALI": """in aad aan ah ahaa ahaan ahay ama aniga anigu ayaa ayaan ayay baan badan bay buu cisbitaalka
            daawada ee ha hadda haddii hadlo isbitaalka iyada iyo ka kala karaa ku kuma la lagu loo ma maxaa
            maxay maya meeqa mid muxuu oo si sidee u uu waa waan wax waxa waxaa waxaan way weeye wuu wuuna
            yahay""",
        "SPANISH": """a ahora al algo algun antes aqui asi come como con cual cuales cuando cuanta cuanto
            cuantos de debo del desde despues donde dos el ella en era es esta estan estar este esto estoy fue
            ha hace hacer has hasta hay he la las le les lo los mas me mi mis muy necesito ni no nos o para
            pero por porque puede puedo que quien quiero red se sea ser si sin sobre sola solo son su sus tal
            tan tener tengo tiene todo tu tus un una uno va vez y ya yo""",
        "TAGALOG": """ako ang ano anong ay ba bakit gaano gamot hindi ilan ito ka kailan kailangan ko kong kung
            lang mag magkano may mga mo na naman nang nasa ng ni nila o ospital paano para po pwede rin sa saan
            si sino siya""",
        "TURKISH": """acaba ama bana ben beni benim bir biz bu can cok da daha de degil diye en gibi hangi hem
            her hic icin ile iyi kac kadar kim mi mu musun nasil ne neden nedir neler nerede o olan olarak olur
            son sonra su tam var ve veya ya yok zaman""",
        "VIETNAMESE": """anh bao bi can cho co con cua da dang de den di do duoc gi hay hoi khi khong la lai
            lam lau may mot nao nay neu nguoi nhu nhung o phai qua ra rat rung sau se so som ta tai the thi toc
            toi tri trong tu va vao ve vi voi""",
        "WELSH": """a ac am ar at beth ble bod bydd byddaf cael chi dda ddim dw dwi ei eich ers eu faint fe fi
            fod fy fydda fynd gael gan gyda hi hir hon hwn i iawn mae mae'n mae'r mam medra mi mynd na nad neu
            ni o oes os pa pam pan pryd pwy rwy'n rwyf sut sy'n sydd wedi wrth y ydw ydy ydych yma yn yr yw""",
    }.items()
}  # fmt: skip
# Spelt alike in English and in several of these languages: the words of doctors and offices. They show nothing.
ALIKE = frozenset(
    """accept agent ai air alarm alert animal april area august auto balance bank base cabin calcium cancer
    capital cent central chance charge chemo chemotherapy club code coma comment contact control cost cousin
    crisis data decide dental diabetes diet digital direct doctor donor dosage dose doses double effect essence
    exact fatal final finger form forma formal formula garage gel gene general gift grand guide hormone
    hospital hotel idea image infection infections info infusion infusions insulin intensive item kilo laser
    legal limit list local malaria mama manual mars maximal medic medical mega mental menu metal million mini
    minimal minute minutes mobile moment moral motor museum natural nausea normal note online opera option oral
    orange organ original page panic parent parents partner passage patient patients pause person phase photo
    pill plan plasma plus police pollen port premier present prime principal privat problem program protein
    pulse question questions radio reaction region religion remission respiration rest restaurant robot sauna
    scan science secret sensible sepsis serum service sex simple site social sofa solo solution sport station
    status stress student super symptom syndrome system table telefon temperature terapia test text therapie
    therapies ticket tolerant total toxin transfer transfusion transfusions transplant transplantation
    transport trauma tumor type unit urgent urine usa version via video virus visa vision visit vital vitamin
    web winter zero zone""".split()
)
