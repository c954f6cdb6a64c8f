"""Whole editions with invented but lifelike words. Nothing in them is wrong: the only findings of
structure and reference are those that somebody plants."""

from __future__ import annotations

from .edition import Block, Chapter, Edition, Emphasis, Link, Measure, Note, OverviewRow, items
from .edition import paragraph as p

_JOINS_ALL = OverviewRow(ministries="JD, alle*")


def a_small_edition() -> Edition:
    """Four measures and a vedtak on a few pages: enough for most tests, and quick to set."""
    return Edition(
        title="Status for gjennomføring av tiltak i handlingsplan for trygge lokalsamfunn "
        "(2025–2028)",
        subtitle="Sammen om trygghet",
        as_of="juni 2026",
        introduction=(
            p(
                "Regjeringen la fram handlingsplanen 14. mars 2025. Denne rapporten gir en "
                "oversikt over status for alle de 4 tiltakene per juni 2026."
            ),
        ),
        abbreviations=(
            ("BFD", "Barne- og familiedepartementet"),
            ("JD", "Justis- og beredskapsdepartementet"),
            ("SLT", "Samordning av lokale rus- og kriminalitetsforebyggende tiltak"),
        ),
        chapters=(
            Chapter(
                "Samordnet innsats",
                (
                    Measure(
                        1,
                        "Styrke samarbeidet mellom kommunene og politiet om trygge lokalsamfunn",
                        "JD, alle",
                        "Under arbeid",
                        (
                            p(
                                "Politirådene er videreført i 2025. Se også tiltak 3 om "
                                "veiledning til kommunene."
                            ),
                            *items(
                                "•",
                                "Felles opplæring av nye SLT-koordinatorer.",
                                "Årlige samlinger for politirådene.",
                            ),
                        ),
                        overview=(_JOINS_ALL,),
                    ),
                    Measure(
                        2,
                        "Kartlegge ungdoms erfaringer med utrygghet",
                        "BFD",
                        "Gjennomført",
                        (
                            p(
                                "Kartleggingen ble levert 3. februar 2026 og er omtalt i ",
                                Link(
                                    "rapporten fra instituttet", "https://eksempel.no/kartlegging"
                                ),
                                ".",
                            ),
                        ),
                    ),
                ),
                (p("Innsatsen må være helhetlig og samordnet."),),
            ),
            Chapter(
                "Forebygging",
                (
                    Measure(
                        3,
                        "Lage en nettbasert veileder for kommunene i arbeidet mot utenforskap og "
                        "kriminalitet blant barn og unge",
                        "JD og BFD",
                        "Under arbeid",
                        (p("Veilederen skal etter planen lanseres i oktober 2027."),),
                    ),
                    Measure(4, "Vurdere behovet for flere utekontakter", "BFD", "Ikke startet"),
                ),
                (p("Tidlig innsats virker best."),),
            ),
            Chapter(
                "Anmodningsvedtak",
                (
                    Measure(
                        611,
                        "Stortinget ber regjeringen utrede en plikt for kommunene til å ha "
                        "politiråd.",
                        "JD",
                        "Ikke startet",
                        (p("Utredningen tas opp i statsbudsjettet for 2027."),),
                        kind="anmodningsvedtak",
                    ),
                ),
            ),
        ),
        overview_note="«Alle» innebærer i denne sammenheng øvrige relevante departementer",
    )


def a_plan() -> Edition:
    """Twenty-four tiltak in four chapters and five anmodningsvedtak, in the manner of the report
    of June 2025: long and short titles, sub-points, lists, footnotes, links, wrapped lines that
    begin with a number, entries without narrative and narratives that fill a page."""
    return Edition(
        title="Status for gjennomføring av tiltak i Opptrappingsplan mot digital vold og "
        "nettovergrep mot barn og unge (2025–2029)",
        subtitle="Trygg på nett",
        as_of="juni 2026",
        introduction=_INTRODUCTION,
        abbreviations=_ABBREVIATIONS,
        chapters=(
            Chapter("Helhetlig og samordnet innsats", _TOGETHER, _TOGETHER_INTRODUCTION),
            Chapter("Forebygging", _PREVENTION, _PREVENTION_INTRODUCTION),
            Chapter("Bistand og beskyttelse", _HELP, _HELP_INTRODUCTION),
            Chapter("Straffeforfølgning", _POLICE, _POLICE_INTRODUCTION),
            Chapter("Anmodningsvedtak", _REQUESTS, _REQUESTS_INTRODUCTION),
        ),
        overview_note="«Alle» innebærer i denne sammenheng øvrige relevante departementer",
    )


_INTRODUCTION: tuple[Block, ...] = (
    p(
        "I desember 2024 fremmet regjeringen ",
        Link(
            "Opptrappingsplan mot digital vold og nettovergrep mot barn og unge (2025–2029) "
            "Trygg på nett",
            "https://eksempel.no/dokumenter/trygg-pa-nett",
        ),
        " som en proposisjon til Stortinget. Stortinget sluttet seg til planen 8. april 2025 og "
        "kom i tillegg med flere anmodningsvedtak.",
    ),
    p(
        "Barn og unge har rett til et liv uten vold, også på nett. Planen legger til rette for "
        "mer målrettet forebygging, bedre hjelp til dem som blir utsatt, og mer effektiv "
        "straffeforfølgning."
    ),
    p(
        "Denne rapporten gir en oversikt over status for alle de 24 tiltakene i "
        "opptrappingsplanen samt over Stortingets anmodningsvedtak per juni 2026. Det ble i 2025 "
        "avsatt rundt 85 mill. kroner til gjennomføringen av planen."
    ),
    p(
        "Gjennomføringen av planen skal evalueres. En midtveisrapport ventes i mai 2028 og en "
        "endelig rapport innen 30. juni 2030."
    ),
)

_ABBREVIATIONS = (
    ("AID", "Arbeids- og inkluderingsdepartementet"),
    ("BFD", "Barne- og familiedepartementet"),
    ("Bufdir", "Barne-, ungdoms- og familiedirektoratet"),
    ("DFD", "Digitaliserings- og forvaltningsdepartementet"),
    ("HOD", "Helse- og omsorgsdepartementet"),
    ("JD", "Justis- og beredskapsdepartementet"),
    ("KD", "Kunnskapsdepartementet"),
    ("KUD", "Kultur- og likestillingsdepartementet"),
    ("NKVTS", "Nasjonalt kunnskapssenter om vold og traumatisk stress"),
    (
        "OECD",
        (
            "Organisation for Economic Co-operation and Development/ Organisasjonen for økonomisk "
            "samarbeid og utvikling"
        ),
    ),
    ("RVTS", "Regionalt ressurssenter om vold, traumatisk stress og selvmordsforebygging"),
    ("UD", "Utenriksdepartementet"),
)

_TOGETHER_INTRODUCTION = (
    p(
        "Innsatsen mot digital vold må være helhetlig og samordnet. Det innebærer blant annet at "
        "det tas høyde for politikkområder som helse, utdanning, forbrukervern, familie- og "
        "oppvekst, kriminalpolitikk og digitalisering."
    ),
    p(
        "Regjeringen har lagt kunnskap fra barn og unge selv til grunn. Det er viktig at "
        "innsatsen evalueres og overvåkes."
    ),
)

_TOGETHER = (
    Measure(
        1,
        "Etablere en tverrdepartemental arbeidsgruppe mot digital vold for perioden 2025–2029",
        "JD, alle",
        "Gjennomført",
        (
            p(
                "Arbeidsgruppen ble opprettet 12. juni 2025 og ledes av Justis- og "
                "beredskapsdepartementet. Barne- og familiedepartementet (BFD), Helse- og "
                "omsorgsdepartementet (HOD), Kunnskapsdepartementet (KD) og Digitaliserings- og "
                "forvaltningsdepartementet (DFD) er faste medlemmer."
            ),
            p("Gruppen har vedtatt et mandat med følgende oppgaver:"),
            *items(
                "•",
                "Samordning: Samordne oppdrag til direktoratene i tildelingsbrevene.",
                "Oppfølging: Følge opp framdriften i tiltakene og varsle om forsinkelser som kan "
                "få betydning for andre tiltak i planen.",
                "Rapportering: Utarbeide en årlig statusrapport.",
            ),
        ),
        overview=(_JOINS_ALL,),
    ),
    Measure(
        2,
        "Styrke direktoratenes felles arbeid mot nettovergrep",
        "JD, BFD og HOD",
        "Under arbeid",
        (
            p(
                "Direktoratsgruppen for trygg oppvekst koordinerer arbeidet, jf. tiltak 1. "
                "Gruppen består av:"
            ),
            *items(
                "•",
                "Barne-, ungdoms- og familiedirektoratet",
                "Helsedirektoratet",
                "Medietilsynet",
                "Politidirektoratet",
                "Utdanningsdirektoratet",
            ),
            p(
                "Direktoratsgruppen skal identifisere utfordringer det er relevant å se på i "
                "fellesskap. Den skal etter planen legge fram felles anbefalinger våren 2027."
            ),
        ),
    ),
    Measure(
        3,
        "Gjennomgå regelverket om deling av opplysninger mellom tjenester, herunder "
        "opplysningsplikt, taushetsplikt og avvergeplikt, og vurdere om det bør gjøres tydeligere "
        "når ansatte i skoler, barnehager, helsestasjoner og på fritidsarenaer skal varsle "
        "barnevernet eller politiet om mistanke om digital vold mot barn",
        "JD",
        "Under arbeid",
        (
            p(
                "Undersøkelser viser manglende kunnskap om avvergeplikten, både blant fagfolk og "
                "privatpersoner. NKVTS fikk i 2024 midler til en kampanje om avvergeplikten slik "
                "den er nedfelt i straffeloven §\n196. I 2025 mottok NKVTS en ekstra bevilgning på "
                "2,5 mill. kroner for å spre kunnskap om veilederen."
            ),
            p(
                "Regelverket gjennomgås av en arbeidsgruppe. Utkast til lovendringer skal etter "
                "planen sendes på høring i\n2027. Det er også vurdert om tiltaket bør samordnes "
                "med tiltak 8."
            ),
        ),
    ),
    Measure(
        4,
        "Inngå avtaler med tilbydere av tjenester på internett",
        "JD og DFD",
        "Ikke startet",
    ),
    Measure(
        5,
        "Styrke norsk deltakelse i det nordiske og det nordisk-baltiske samarbeidet mot "
        "nettovergrep",
        "JD, UD",
        "Gjennomført",
        (
            p(
                "Norge overtok 1. januar 2026 ledelsen av den nordiske ekspertgruppen. Gruppens "
                "håndbok om arbeid med barn med rom-bakgrunn ble utgitt i mars 2026."
            ),
            p(
                "Håndboken er oversatt til alle de nordiske språkene.",
                Note(
                    "Oversettelsene er finansiert av Nordisk ministerråd, som bidro med "
                    "1 200 000 kroner."
                ),
                " Den brukes i opplæringen av nye etterforskere.",
            ),
        ),
    ),
    Measure(
        6,
        "Innhente kunnskap om digital vold blant unge brukere av arbeids- og "
        "velferdsforvaltningens tjenester",
        "AID (JD)",
        "Under arbeid",
        (
            p(
                "Arbeids- og velferdsdirektoratet har satt ut oppdraget til et forskningsmiljø. "
                "Sluttrapporten ventes i fjerde kvartal 2026. Rapporten vil bli gjort kjent på "
                "e-læringssidene til etaten."
            ),
        ),
    ),
)

_PREVENTION_INTRODUCTION = (
    p(
        "Forebygging er å komme før. Barn må lære å kjenne igjen digital vold, og voksne må vite "
        "hva de skal gjøre når et barn forteller."
    ),
)

_PREVENTION = (
    Measure(
        7,
        "Videreutvikle undervisningsopplegg om kropp, grenser og nett",
        "KD, BFD",
        "Under arbeid",
        (
            p(
                "Utdanningsdirektoratet har revidert undervisningsopplegget i samarbeid med "
                "Regionalt ressurssenter om vold, traumatisk stress og selvmordsforebygging "
                "(RVTS). Opplegget har tre deler:"
            ),
            *items(
                "1)",
                "Kroppen min er min, for 1.–4. trinn",
                "Grenser på nett, for 5.–7. trinn, der elevene arbeider med bildedeling og "
                "gruppepress",
                "Samtykke og ansvar, for 8.–10. trinn",
            ),
            p("Den siste delen blir prøvd ut i 30 kommuner skoleåret 2026/2027."),
        ),
    ),
    Measure(
        8,
        "Utvikle veiledningsmateriell til ansatte som arbeider med barn og unge, gjennom å:",
        "BFD, HOD og KD",
        "Under arbeid",
        (
            p(
                "Bufdir lanserte i november 2025 en ny nettressurs for ansatte i barnehage, skole "
                "og barnevern. Nettressursen ",
                Link("finnes her", "https://eksempel.no/nettressurs?tema=digital-vold&side=1"),
                " og er besøkt av 41 000 personer.",
            ),
            p(
                "Arbeidet med å prøve ut modellen i kommunene fortsetter. Det er satt av 6 mill. "
                "kroner i 2025 og 7,5 mill. kroner i 2026."
            ),
        ),
        points=(
            "Videreføre nettressursen «Snakke sammen» og gjøre den kjent",
            (
                "Vurdere hvordan modellen kan tilbys kommunene dersom resultatene fra utprøvingen "
                "er gode"
            ),
        ),
    ),
    Measure(
        9,
        "Vurdere aldersgrenser på nett",
        "BFD, DFD",
        "Gjennomført",
        (
            p(
                "Lovforslaget om aldersgrense for bruk av sosiale medier ble lagt fram for "
                "Stortinget 20. mars 2026, jf. Prop. 88 L (2025–2026). Forslaget ble vedtatt "
                "2. juni 2026."
            ),
        ),
    ),
    Measure(
        10,
        "Gi foresatte bedre verktøy og mer kunnskap, slik at de kan følge opp barns nettbruk på "
        "en trygg måte gjennom hele oppveksten",
        "BFD",
        "Gjennomført",
        (
            p(
                "Medietilsynet har utgitt en foreldreguide i seks bolker. Guiden ble lansert "
                "10. februar 2026 på foreldremøter i 112 kommuner."
            ),
        ),
    ),
    Measure(
        11,
        "Øke kunnskapen om skadelig seksuell atferd på nett blant barn",
        "HOD",
        "Ikke startet",
        (p("Det tas sikte på å starte arbeidet høsten 2026, når tiltak 14 er kommet i gang."),),
    ),
    Measure(
        12,
        "Støtte frivillige organisasjoners arbeid for en trygg nettoppvekst",
        "KUD m.fl.",
        "Under arbeid",
        (
            p(
                "Tilskuddsordningen ble utvidet i 2025. Av ordningens ramme på 18,6 mill. kroner "
                "gikk om lag halvparten til organisasjoner som driver hjelpelinjer og chat."
            ),
            *items(
                "–",
                "Organisasjonene skal ha et lavterskeltilbud.",
                "Tilbudet skal være gratis og landsdekkende.",
                "Organisasjoner som får tilskudd over flere år, skal hvert år legge fram en "
                "plan for hvordan ungdom selv deltar i utviklingen av tilbudet.",
            ),
        ),
    ),
    Measure(
        13,
        "Kartlegge omfanget av digital vold blant elever i videregående skole",
        "KD",
        "Gjennomført",
        (
            p(
                "Kartleggingen ble gjennomført i perioden august–desember 2025 blant 9 400 "
                "elever. Resultatene ble presentert 26. mai 2026."
            ),
        ),
    ),
)

_HELP_INTRODUCTION = (
    p(
        "Den som blir utsatt for digital vold, skal få hjelp raskt og uavhengig av hvor i landet "
        "vedkommende bor."
    ),
    p("Hjelpen skal være:"),
    *items("a)", "tilgjengelig", "tilpasset barn", "samordnet mellom tjenestene"),
)

_HELP = (
    Measure(
        14,
        "Utvikle et behandlingstilbud for barn med skadelig seksuell atferd på nett",
        "HOD",
        "Under arbeid",
        (
            p(
                "Med tilskudd fra Helsedirektoratet har NKVTS initiert et foreldreledet og "
                "terapeut-assistert behandlingsprogram. Pilotstudien viste at symptomene ble "
                "redusert hos to av tre barn."
            ),
            p(
                "Programmet prøves ut ved fem poliklinikker. Klinikkene ligger i ulike deler av "
                "landet, og tar imot barn mellom 7 og 15 år etter henvisning fra fastlege, "
                "barnevern eller Statens barnehus. Hver klinikk har fått midler til to "
                "behandlere og en koordinator, og behandlerne får veiledning annenhver uke."
            ),
            p(
                "Utprøvingen følges av en forskergruppe. Den ser på hvem som fullfører, hvordan "
                "foreldrene opplever å bli trukket inn, og om virkningen holder seg etter seks og "
                "tolv måneder. En første delrapport ble levert i april 2026. Delrapporten peker "
                "på tre forhold som har betydning for om tilbudet når fram:"
            ),
            *items(
                "a)",
                "at henvisningen kommer raskt, og at det finnes et fast kontaktpunkt som "
                "foreldrene kan ringe når de er i tvil",
                "at skolen er orientert der barnet og foreldrene ønsker det, slik at barnet "
                "ikke blir stående alene med konsekvensene av at saken blir kjent",
                "at behandleren har tid",
            ),
            p(
                "Tilbudet omfatter i dag to helseregioner. Etter planen skal det utvides til alle "
                "fire i løpet av 2028. Utvidelsen forutsetter at poliklinikkene får tilsatt "
                "kvalifiserte behandlere, og at opplæringen ved de regionale ressurssentrene "
                "kommer i gang som forutsatt. Helsedirektoratet vurderer om opplæringen også kan "
                "gis digitalt."
            ),
            p("Se også tiltak 11 og 16."),
        ),
    ),
    Measure(15, "Styrke Statens barnehus", "JD", "Under arbeid"),
    Measure(
        16,
        "Sikre at barn som har vært utsatt for nettovergrep, får hjelp til å få fjernet bilder og "
        "videoer av seg selv",
        "JD, BFD og DFD",
        "Ikke startet",
        (p("Tiltaket vurderes lagt til Direktoratsgruppen for trygg oppvekst. Se tiltak 2."),),
    ),
    Measure(
        17,
        "Utvide åpningstiden for chat-tjenester",
        "BFD",
        "Gjennomført",
        (
            p(
                "Chat-tjenesten DinUtvei-chat har siden 1. september 2025 vært åpen hele døgnet. "
                "Utvidelsen kostet 4,2 mill. kroner i 2025."
            ),
        ),
    ),
    Measure(
        18,
        "Gi bedre informasjon om retten til voldsoffererstatning når overgrepet har skjedd på "
        "nett, på flere språk og i klart språk",
        "JD, AID, KUD",
        "Under arbeid",
        (
            p(
                "Informasjonen foreligger på ni språk. Den skal oversettes til nordsamisk, "
                "lulesamisk og sørsamisk innen utgangen av 2026."
            ),
        ),
    ),
    Measure(
        19,
        "Styrke det psykososiale tilbudet i kommunene etter alvorlige nettovergrep",
        "HOD, BFD",
        "Ikke startet",
    ),
)

_POLICE_INTRODUCTION = (
    p(
        "Digital vold etterlater spor, og spor må sikres raskt. Politiet skal ha kompetanse og "
        "kapasitet i alle distrikter."
    ),
)

_POLICE = (
    Measure(
        20,
        "Styrke politiets evne til å avdekke direkteoverførte overgrep mot barn",
        "JD",
        "Under arbeid",
        (
            p(
                "Kripos opererer og deler et filter med internettleverandørene. Listen oppdateres "
                "jevnlig og inneholder i snitt omlag 2 400 domener og underdomener."
            ),
            p(
                "Kripos har også et system for varsling om overgrepsmateriale: «Ett klikk». Flere "
                "av selskapene melder at de, i tillegg til å fjerne overgrepsmateriale, også "
                "fjerner aktuelle brukere."
            ),
            p(
                "Kripos har i samarbeid med politidistriktene gjennomført en felles operasjon mot "
                "bestillere av direkteoverførte overgrep. Operasjonen pågikk fra januar til "
                "oktober 2025, og 37 saker ble opprettet. Erfaringene er samlet i et hefte som "
                "alle politidistrikt har fått."
            ),
        ),
    ),
    Measure(
        21,
        "Vurdere om straffebestemmelsene om deling av krenkende bilder er gode nok",
        "JD",
        "Gjennomført",
        (
            p(
                "Vurderingen er gjort i ",
                Emphasis("NOU 2026: 4 Krenkelser på nett"),
                ", som ble lagt fram 15. april 2026. Utvalget foreslår endringer i straffeloven "
                "§§ 267 a og 267 b.",
            ),
        ),
    ),
    Measure(
        22,
        "Øke kapasiteten for sikring av elektroniske spor i alle politidistrikt",
        "JD",
        "Under arbeid",
        (
            p(
                "Politidirektoratet har gitt distriktene i oppdrag å redusere restansene. Det ble "
                "bevilget 12 mill. kroner til formålet i 2025. I tillegg er det ansatt 24 "
                "dataetterforskere."
            ),
        ),
    ),
    Measure(
        23,
        "Evaluere ordningen med tilrettelagte avhør i saker om nettovergrep",
        "JD",
        "Ikke startet",
        (p("Evalueringen lyses ut i 2027."),),
    ),
    Measure(
        24,
        "Innføre varsling til foreldre",
        "JD, alle",
        "Ikke startet",
        (p("Tiltaket må ses i sammenheng med Stortingets anmodningsvedtak nr. 613."),),
    ),
)

_REQUESTS_INTRODUCTION = (
    p(
        "I tillegg til å slutte seg til planen traff Stortinget fem anmodningsvedtak ved "
        "behandlingen av proposisjonen 8. april 2025, jf. Innst. 201 S (2024–2025)."
    ),
)

_REQUESTS = (
    Measure(
        611,
        "Stortinget ber regjeringen vurdere grep som kan styrke barnets rett til beskyttelse mot "
        "deling av bilder, og melde tilbake til Stortinget i forbindelse med de varslede "
        "endringene i personopplysningsloven.",
        "DFD",
        "Gjennomført",
        (
            p(
                "Endringene ble lagt fram 12. desember 2025. Foresattes deling av bilder er omtalt "
                "særskilt i proposisjonen."
            ),
        ),
        kind="anmodningsvedtak",
    ),
    Measure(
        612,
        "Stortinget ber regjeringen påse at overgrepsutsatte barn får et likeverdig tilbud.",
        "HOD",
        "Under arbeid",
        (
            p(
                "Helsedirektoratet har fått i oppdrag å utarbeide en nasjonal retningslinje. "
                "Retningslinjen skal foreligge i løpet av 2027."
            ),
        ),
        kind="anmodningsvedtak",
    ),
    Measure(
        613,
        "Stortinget ber regjeringen utrede en plikt til å varsle foreldre når et barn under 13 år "
        "er utsatt for digital vold.",
        "JD",
        "Ikke startet",
        (p("Utredningen er ikke igangsatt. Se tiltak 24."),),
        kind="anmodningsvedtak",
    ),
    Measure(
        614,
        "Stortinget ber regjeringen i forbindelse med revidert nasjonalbudsjett for 2026 sette i "
        "gang et prøveprosjekt i minst ti kommuner av ulik størrelse, med sikte på å innføre en "
        "felles digital skolehelsetjeneste i løpet av første halvdel av planperioden. Regjeringen "
        "bes komme nærmere tilbake til finansieringen i forbindelse med statsbudsjettet for 2027.",
        "HOD",
        "Under arbeid",
        (
            p(
                "Tiltaket er under oppfølging, jf. ",
                Link(
                    "Meld. St. 17 (2025–2026) En trygg digital oppvekst",
                    "https://eksempel.no/dokumenter/meld.-st.-17-20252026",
                ),
                ". Det tas sikte på oppstart i januar 2027.",
            ),
        ),
        kind="anmodningsvedtak",
    ),
    Measure(
        615,
        "Stortinget gir sin tilslutning til at det gjennomføres en opptrappingsplan mot digital "
        "vold i tråd med hovedlinjene i Prop. 52 S (2024–2025).",
        "Alle",
        "Under arbeid",
        kind="anmodningsvedtak",
    ),
)


def a_nynorsk_plan() -> Edition:
    """Ten tiltak and two oppmodingsvedtak in nynorsk."""
    return Edition(
        language="nn",
        title="Status for gjennomføring av tiltak i handlingsplan for likeverdige tenester i "
        "distrikta (2025–2028)",
        subtitle="Nær folk",
        as_of="november 2026",
        publisher="Kommunal- og distriktsdepartementet",
        introduction=(
            p(
                "Regjeringa la fram handlingsplanen 5. mai 2025. Rapporten gjev eit oversyn over "
                "status for alle dei 10 tiltaka per november 2026."
            ),
            p(
                "Planen vert følgd opp av fire departement. Kommunal- og distriktsdepartementet "
                "leier arbeidet."
            ),
        ),
        abbreviations=(
            ("HOD", "Helse- og omsorgsdepartementet"),
            ("KDD", "Kommunal- og distriktsdepartementet"),
            ("KUD", "Kultur- og likestillingsdepartementet"),
            ("KD", "Kunnskapsdepartementet"),
        ),
        chapters=(
            Chapter(
                "Samordning",
                (
                    Measure(
                        1,
                        "Opprette eit forum for statsforvaltarane og kommunane",
                        "KDD, alle",
                        "Gjennomført",
                        (
                            p(
                                "Forumet hadde det fyrste møtet sitt 19. januar 2026. Alle "
                                "statsforvaltarembeta deltek."
                            ),
                        ),
                    ),
                    Measure(
                        2,
                        "Gå gjennom statlege rapporteringskrav og foreslå kva for krav som kan "
                        "fjernast, slåast saman eller gjerast enklare for dei minste kommunane, "
                        "mellom anna når det gjeld tenester som blir drivne saman med andre",
                        "KDD",
                        "Under arbeid",
                        (
                            p(
                                "Gjennomgangen er delt i tre. Den fyrste delen vart avslutta i "
                                "juni 2026 og gjeld:"
                            ),
                            *items(
                                "a)",
                                "rapportering om barnehage og skule",
                                "rapportering om helse- og omsorgstenester, der kommunane i dag "
                                "melder inn dei same opplysningane fleire gonger i året",
                                "rapportering om plan- og byggjesaker",
                            ),
                            p("Dei to siste delane skal etter planen vere ferdige hausten 2027."),
                        ),
                    ),
                    Measure(3, "Vurdere felles journalløysing", "HOD og KDD", "Ikkje starta"),
                ),
                (p("Tenestene heng saman. Det må styringa av dei òg gjere."),),
            ),
            Chapter(
                "Rekruttering og kompetanse",
                (
                    Measure(
                        4,
                        "Betre tilgangen på desentralisert utdanning for lærarar, sjukepleiarar og "
                        "vernepleiarar, gjennom å:",
                        "KD, HOD",
                        "Under arbeid",
                        (
                            p(
                                "Høgskulane har fått 35 mill. kroner i 2026 til fleksible tilbod. "
                                "Opptaket auka med 12 prosent frå 2025."
                            ),
                            p(
                                "Tilboda er samla på ",
                                Link("éi side", "https://eksempel.no/nn"),
                                ".",
                            ),
                        ),
                        points=(
                            "Vidareføre studiesentera",
                            "Prøve ut ei ordning med lønt praksis i samarbeid med kommunane",
                        ),
                    ),
                    Measure(
                        5,
                        "Nedskriving av studielån",
                        "KD",
                        "Gjennomført",
                        (
                            p(
                                "Ordninga vart utvida til 189 kommunar 1. januar 2026, jf. "
                                "Prop. 1 S (2025–2026)."
                            ),
                        ),
                    ),
                    Measure(
                        6,
                        "Styrkje rettleiinga til nyutdanna helsepersonell",
                        "HOD",
                        "Ikkje starta",
                        (p("Arbeidet startar når tiltak 4 er evaluert."),),
                    ),
                    Measure(
                        7,
                        "Leggje betre til rette for fagfolk med utdanning frå utlandet",
                        "KD",
                        "Under arbeid",
                        (
                            p(
                                "Ei ny ordning for godkjenning blir prøvd ut ved to høgskular. "
                                "Ho skal vere permanent innan utgangen av\n2027. Då skal òg "
                                "språkopplæringa vere utvida."
                            ),
                        ),
                    ),
                ),
                (p("Utan fagfolk blir det inga teneste."),),
            ),
            Chapter(
                "Møteplassar",
                (
                    Measure(
                        8,
                        "Gje støtte til bibliotek som møteplass",
                        "KUD",
                        "Gjennomført",
                        (
                            p(
                                "Nasjonalbiblioteket delte ut 9,5 mill. kroner til 41 bibliotek i "
                                "2025.",
                                Note("Midlane går til lengre opningstider og tiltak for unge."),
                            ),
                        ),
                    ),
                    Measure(
                        9,
                        "Sikre grendehus og forsamlingslokale ein trygg økonomi",
                        "KUD, KDD",
                        "Under arbeid",
                        (p("Ei kartlegging av husa er i gang og skal vere ferdig våren 2027."),),
                    ),
                    Measure(10, "Vurdere ei ordning for nærbutikkar", "KDD", "Ikkje starta"),
                ),
            ),
            Chapter(
                "Oppmodingsvedtak",
                (
                    Measure(
                        611,
                        "Stortinget ber regjeringa greie ut korleis kommunane kan få dekt utgifter "
                        "til vikarar i sjukeheimar.",
                        "HOD",
                        "Under arbeid",
                        (p("Utgreiinga skal leggjast fram i 2027."),),
                        kind="anmodningsvedtak",
                    ),
                    Measure(
                        612,
                        "Stortinget ber regjeringa sikre at handlingsplanen blir evaluert.",
                        "KDD",
                        "Ikkje starta",
                        kind="anmodningsvedtak",
                    ),
                ),
            ),
        ),
        overview_note="«Alle» tyder her andre relevante departement",
    )


def a_predecessor() -> Edition:
    """An older plan's report: periods, lettered sub-measures, status words of its own."""
    return Edition(
        title="Handlingsplan mot vold i nære relasjoner 2014–2017: status for tiltakene",
        subtitle="Et liv uten vold",
        as_of="juni 2016",
        introduction=(p("Rapporten viser hvor langt arbeidet med tiltakene i planen er kommet."),),
        chapters=(
            Chapter(
                "Forebygging og synliggjøring",
                (
                    Measure(
                        1,
                        "Stimulere kommunene til å lage kommunale handlingsplaner",
                        "JD, HOD, KD",
                        "Ferdig",
                        (p("En elektronisk veileder ble lansert i november 2015."),),
                        period="2014–2015",
                    ),
                    Measure(
                        2,
                        "Sette i gang holdningskampanjer",
                        "JD/Alle",
                        "Løpende",
                        (
                            p(
                                "Tilskudd til informasjon og holdningsskapende arbeid lyses ut "
                                "hvert år."
                            ),
                        ),
                        period="2014–2017",
                    ),
                    Measure(
                        3,
                        "Bedre hjelpen til den som utøver vold",
                        "HOD m.fl.",
                        "Påbegynt",
                        (p("Tilbudet skal være landsdekkende innen utgangen av 2017."),),
                        letter="a",
                        period="2014–2017",
                    ),
                    Measure(
                        3,
                        "Utvikle sinnemestringskurs i fengslene",
                        "JD",
                        "Byrja",
                        (p("Kurset er prøvd ut i to fengsler."),),
                        letter="b",
                        period="2015–2016",
                    ),
                ),
                (p("Vold kan forebygges."),),
            ),
            Chapter(
                "Kunnskap og kompetanse",
                (
                    Measure(
                        4,
                        "Gjennomføre et femårig forskningsprogram om vold i nære relasjoner",
                        "JD",
                        "Pågående – i rute.",
                        (
                            p(
                                "Programmet ble etablert i 2014 og er delt mellom to miljøer. Det "
                                "omfatter:"
                            ),
                            *items("1)", "omfang", "årsaker", "hjelpetiltak"),
                        ),
                        period="2014–2019",
                    ),
                    Measure(
                        5,
                        "Gi opplæring i bruk av risikovurderingsverktøyet SARA",
                        "JD",
                        "Avsluttet",
                        (p("Alle politidistrikt hadde fått opplæring 1. mars 2016."),),
                        period="2014–2016",
                    ),
                    Measure(6, "Bedre statistikken", "JD, ASD og HOD", "Ikke startet"),
                ),
            ),
        ),
    )
