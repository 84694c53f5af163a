# Makes a stopped domain fit for tig: sed -i -f tig.sed glassfish/domains/DOMAIN/config/domain.xml
# asadmin could do so only once the domain listens.

/<config name="server-config">/,/<\/config>/{
    # HTTP, HTTPS and administration: on this machine alone.
    s/<network-listener /&address="127.0.0.1" /

    # Nothing else: neither remote EJB, JMX nor messages, which would listen everywhere.
    s/<iiop-listener /&enabled="false" /
    s/<jmx-connector /&enabled="false" /
    s/<admin-service /<jms-service type="DISABLED" \/>\n&/
}
