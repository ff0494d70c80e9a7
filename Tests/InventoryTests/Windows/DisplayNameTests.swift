import Inventory
import Testing

@Suite
struct DisplayNameTests {
    @Test(
        arguments: [
            ("7-Zip 22.01 (x64)", "22.01", "7-Zip", "22.01", "x64", nil),
            ("Mozilla Firefox 57.0.2 (fr)", "57.0.2", "Mozilla Firefox", "57.0.2", nil, "fr"),
            ("Mozilla Firefox ESR (x64 fr)", "115.5.0", "Mozilla Firefox ESR", nil, "x64", "fr"),
            (
                "Mozilla Firefox 115.5.0 ESR (x64 fr)", "115.5.0", "Mozilla Firefox ESR", "115.5.0",
                "x64", "fr"
            ),
            ("Notepad++ (64-bit x64)", "8.5.8", "Notepad++", nil, "x64", nil),
            ("Python 3.11.1 (64-bit)", "3.11.1150.0", "Python", "3.11.1", "x64", nil),
            ("VLC media player", "3.0.18", "VLC media player", nil, nil, nil),
            ("LibreOffice 7.5.1.2", "7.5.1.2", "LibreOffice", "7.5.1.2", nil, nil),
            ("Audacity version 2.1.3", "2.1.3", "Audacity", "2.1.3", nil, nil),
            ("Microsoft 365 - fr-fr", "16.0", "Microsoft 365", nil, nil, "fr-fr"),
            (
                "Microsoft Visual C++ 2015-2022 Redistributable (x64) - 14.34.31938",
                "14.34.31938.0",
                "Microsoft Visual C++ 2015-2022 Redistributable", "14.34.31938", "x64", nil
            ),
            ("Adobe Shockwave Player 11", "11", "Adobe Shockwave Player", "11", nil, nil),
            ("Microsoft Office 2016", "16.0.4266", "Microsoft Office 2016", nil, nil, nil),
            ("GeoGebra Classic 6", "6.0.745", "GeoGebra Classic 6", nil, nil, nil),
            ("PowerToys (Preview) x64", "0.70", "PowerToys (Preview)", nil, "x64", nil),
            ("Commodore 64", nil, "Commodore 64", nil, nil, nil),
            ("1.2.3", nil, "1.2.3", nil, nil, nil),
            ("(x64)", nil, "(x64)", nil, "x64", nil),
            ("  GIMP\u{A0}2.10.34\r\n", nil, "GIMP", "2.10.34", nil, nil),
        ] as [(String, String?, String, String?, String?, String?)]
    )
    func takesANameApart(
        text: String,
        known: String?,
        name: String,
        version: String?,
        architecture: String?,
        language: String?
    ) {
        let parts = DisplayName(text, version: known)
        #expect(parts.name == name)
        #expect(parts.version == version)
        #expect(parts.architecture == architecture)
        #expect(parts.language == language)
    }
}
